function marketBarrow(weights, prices, counts, strength) {
  const best = new Array(strength + 1).fill(0);
  for (let i = 0; i < weights.length; i++) {
    for (let piece = 0; piece < counts[i] && piece * weights[i] <= strength; piece++) {
      for (let w = strength; w >= weights[i]; w--) {
        best[w] = Math.max(best[w], best[w - weights[i]] + prices[i]);
      }
    }
  }
  return [best[strength], best.indexOf(best[strength])];
}
