function cheapestCast(fees, rivals) {
  const players = fees.length;
  const enemies = fees.map(() => 0);
  for (const [a, b] of rivals) {
    enemies[a] |= 1 << b;
    enemies[b] |= 1 << a;
  }
  const best = new Array(1 << players).fill(Infinity);
  const last = new Array(1 << players).fill(-1);
  best[0] = 0;
  for (let cast = 0; cast < 1 << players; cast++) {
    let scene = 0;
    for (let bits = cast; bits > 0; bits &= bits - 1) scene++;
    for (let player = 0; player < players; player++) {
      const bit = 1 << player;
      if (cast & bit || (last[cast] >= 0 && enemies[last[cast]] & bit)) continue;
      const total = best[cast] + fees[player][scene];
      if (total < best[cast | bit]) {
        best[cast | bit] = total;
        last[cast | bit] = player;
      }
    }
  }
  const least = best[best.length - 1];
  return least === Infinity ? -1 : least;
}
