function cheapestCuts(beads, prices) {
  const n = beads.length;
  const best = [[0, 0]];
  for (let i = 1; i <= n; i++) best.push([Infinity, Infinity]);
  const grow = (left, right) => {
    while (left >= 0 && right < n && beads[left] === beads[right]) {
      const cuts = best[left][0] + 1;
      const total = best[left][1] + (right + 1 < n ? prices[right] : 0);
      const known = best[right + 1];
      if (cuts < known[0] || (cuts === known[0] && total < known[1])) best[right + 1] = [cuts, total];
      left--;
      right++;
    }
  };
  for (let middle = 0; middle < n; middle++) {
    grow(middle, middle);
    grow(middle, middle + 1);
  }
  return best[n][1];
}
