function twoSum(prices, coins) {
  const first = new Map();
  for (let here = 0; here < prices.length; here++) {
    const back = first.get(coins - prices[here]);
    if (back !== undefined) return [back, here];
    if (!first.has(prices[here])) first.set(prices[here], here);
  }
  return [];
}
