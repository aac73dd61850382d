function cheapestRoute(towns, roads, vouchers) {
  const leaving = Array.from({ length: towns }, () => []);
  for (const [start, end, toll] of roads) leaving[start].push([end, toll]);
  const open = [[0, 0, vouchers]];
  const settled = new Set();
  while (open.length > 0) {
    let at = 0;
    for (let i = 1; i < open.length; i++) if (open[i][0] < open[at][0]) at = i;
    const [paid, town, left] = open[at];
    open[at] = open[open.length - 1];
    open.pop();
    if (town === towns - 1) return paid;
    if (settled.has(town)) continue;
    settled.add(town);
    for (const [end, toll] of leaving[town]) {
      if (settled.has(end)) continue;
      open.push([paid + toll, end, left]);
      if (left > 0) open.push([paid + Math.floor(toll / 2), end, left - 1]);
    }
  }
  return -1;
}
