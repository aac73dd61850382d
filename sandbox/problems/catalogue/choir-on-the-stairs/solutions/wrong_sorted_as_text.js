function fewestExchanges(heights) {
  const order = [...heights].sort().map((height) => heights.indexOf(height));
  return Math.min(exchanges(order), exchanges([...order].reverse()));
}

// A cycle of singers who want each other's steps takes one exchange less than it has singers.
function exchanges(comesFrom) {
  const seen = new Uint8Array(comesFrom.length);
  let needed = comesFrom.length;
  for (let start = 0; start < comesFrom.length; start++) {
    if (seen[start]) continue;
    needed--;
    for (let step = start; !seen[step]; step = comesFrom[step]) seen[step] = 1;
  }
  return needed;
}
