function fewestExchanges(heights: number[]): number {
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
  return Math.min(exchanges(order), exchanges([...order].reverse()));
}

// A cycle of singers who want each other's steps takes one exchange less than it has singers.
function exchanges(comesFrom: number[]): number {
  const seen = new Uint8Array(comesFrom.length);
  let needed = comesFrom.length;
  for (let start = 0; start < comesFrom.length; start++) {
    if (seen[start]) continue;
    needed--;
    for (let step = start; !seen[step]; step = comesFrom[step]) seen[step] = 1;
  }
  return needed;
}
