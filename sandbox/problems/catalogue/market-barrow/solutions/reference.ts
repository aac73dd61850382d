function marketBarrow(weights: number[], prices: number[], counts: number[], strength: number): number[] {
  // best[w]: the most pennies of a load of at most w pounds
  const best = new Float64Array(strength + 1);
  weights.forEach((weight, i) => {
    let left = Math.min(counts[i], Math.floor(strength / weight));
    // Bundles of 1, 2, 4, … pieces and a rest: any number of pieces is a choice of bundles.
    for (let size = 1; left > 0; size *= 2) {
      const pieces = Math.min(size, left);
      left -= pieces;
      const heavy = pieces * weight;
      const dear = pieces * prices[i];
      for (let w = strength; w >= heavy; w--) {
        if (best[w - heavy] + dear > best[w]) best[w] = best[w - heavy] + dear;
      }
    }
  });
  return [best[strength], best.indexOf(best[strength])];
}
