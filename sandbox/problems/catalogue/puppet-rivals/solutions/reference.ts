function cheapestCast(fees: number[][], rivals: number[][]): number {
  const players = fees.length;
  // Who may lead the scene after a player, as bits.
  const mayFollow: number[] = new Array(players).fill((1 << players) - 1);
  for (const [a, b] of rivals) {
    mayFollow[a] &= ~(1 << b);
    mayFollow[b] &= ~(1 << a);
  }
  // The least that the first scenes cost with a set of players and one of them in the last of these scenes.
  const best = new Float64Array(players << players).fill(Infinity);
  for (let player = 0; player < players; player++) best[players * (1 << player) + player] = fees[player][0];
  const whole = (1 << players) - 1;
  for (let cast = 1; cast < whole; cast++) {
    let scene = 0;
    for (let bits = cast; bits > 0; bits &= bits - 1) scene++;
    for (let last = 0; last < players; last++) {
      const cost = best[players * cast + last];
      if (cost === Infinity) continue;
      const free = mayFollow[last] & ~cast;
      for (let player = 0; player < players; player++) {
        if (((free >> player) & 1) === 0) continue;
        const place = players * (cast | (1 << player)) + player;
        const total = cost + fees[player][scene];
        if (total < best[place]) best[place] = total;
      }
    }
  }
  const least = Math.min(...best.subarray(players * whole));
  return least === Infinity ? -1 : least;
}
