const MODULUS = 1000000007;

function coinChangeCounts(coins: number[], copies: number[], amount: number): number {
  let ways = new Array<number>(amount + 1).fill(0);
  ways[0] = 1;
  for (let i = 0; i < coins.length; i++) {
    const coin = coins[i];
    // Either no piece of this kind, or one more than for the rest; never copies + 1 of them.
    const more = ways.slice();
    const firstExcess = coin * (copies[i] + 1);
    for (let total = coin; total <= amount; total++) {
      let sum = ways[total] + more[total - coin];
      if (total >= firstExcess) sum += MODULUS - ways[total - firstExcess];
      more[total] = sum % MODULUS;
    }
    ways = more;
  }
  return ways[amount];
}
