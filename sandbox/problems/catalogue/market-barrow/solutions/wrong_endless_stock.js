function marketBarrow(weights, prices, counts, strength) {
  const best = new Array(strength + 1).fill(0);
  weights.forEach((weight, i) => {
    for (let w = weight; w <= strength; w++) best[w] = Math.max(best[w], best[w - weight] + prices[i]);
  });
  return [best[strength], best.indexOf(best[strength])];
}
