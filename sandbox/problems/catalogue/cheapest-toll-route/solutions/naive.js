function cheapestRoute(towns, roads, vouchers) {
  const cost = Array.from({ length: towns }, () => new Array(vouchers + 1).fill(Infinity));
  cost[0][0] = 0;
  let changed = true;
  while (changed) {
    changed = false;
    for (const [start, end, toll] of roads) {
      for (let used = 0; used <= vouchers; used++) {
        const paid = cost[start][used];
        if (paid + toll < cost[end][used]) {
          cost[end][used] = paid + toll;
          changed = true;
        }
        const half = paid + Math.floor(toll / 2);
        if (used < vouchers && half < cost[end][used + 1]) {
          cost[end][used + 1] = half;
          changed = true;
        }
      }
    }
  }
  const best = Math.min(...cost[towns - 1]);
  return best === Infinity ? -1 : best;
}
