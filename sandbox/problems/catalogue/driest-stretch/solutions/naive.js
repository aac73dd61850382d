function driestStretch(depths) {
  let total = 0;
  for (let first = 0; first < depths.length; first++) {
    let driest = depths[first];
    for (let last = first; last < depths.length; last++) {
      driest = Math.min(driest, depths[last]);
      total = (total + driest) % 1000000007;
    }
  }
  return total;
}
