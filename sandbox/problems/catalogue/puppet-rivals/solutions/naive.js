function cheapestCast(fees, rivals) {
  const players = fees.length;
  const enemies = fees.map(() => new Set());
  for (const [a, b] of rivals) {
    enemies[a].add(b);
    enemies[b].add(a);
  }
  const led = new Array(players).fill(false);

  const rest = (scene, last) => {
    if (scene === players) return 0;
    let least = Infinity;
    for (let player = 0; player < players; player++) {
      if (led[player] || (last >= 0 && enemies[last].has(player))) continue;
      led[player] = true;
      least = Math.min(least, fees[player][scene] + rest(scene + 1, player));
      led[player] = false;
    }
    return least;
  };

  const least = rest(0, -1);
  return least === Infinity ? -1 : least;
}
