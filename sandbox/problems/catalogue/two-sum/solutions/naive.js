function twoSum(prices, coins) {
  for (let here = 0; here < prices.length; here++) {
    for (let back = here - 1; back >= 0; back--) {
      if (prices[back] + prices[here] === coins) return [back, here];
    }
  }
  return [];
}
