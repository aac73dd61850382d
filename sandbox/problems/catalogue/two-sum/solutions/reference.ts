function twoSum(prices: number[], coins: number): number[] {
  const nearest = new Map<number, number>();
  for (let here = 0; here < prices.length; here++) {
    const back = nearest.get(coins - prices[here]);
    if (back !== undefined) return [back, here];
    nearest.set(prices[here], here);
  }
  return [];
}
