function mirrored(beads, left, right) {
  while (left < right) {
    if (beads[left] !== beads[right]) return false;
    left++;
    right--;
  }
  return true;
}

function cheapestCuts(beads, prices) {
  const n = beads.length;
  const cut = [...prices, 0];
  const paid = [0];
  for (let end = 0; end < n; end++) {
    let best = Infinity;
    for (let start = 0; start <= end; start++) {
      if (mirrored(beads, start, end)) best = Math.min(best, paid[start] + cut[end]);
    }
    paid.push(best);
  }
  return paid[n];
}
