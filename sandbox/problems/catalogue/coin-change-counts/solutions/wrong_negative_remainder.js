const MODULUS = 1000000007;

function coinChangeCounts(coins, copies, amount) {
  let ways = new Array(amount + 1).fill(0);
  ways[0] = 1;
  for (let i = 0; i < coins.length; i++) {
    const coin = coins[i];
    const more = ways.slice();
    const firstExcess = coin * (copies[i] + 1);
    for (let total = coin; total <= amount; total++) {
      more[total] = (ways[total] + more[total - coin]) % MODULUS;
      if (total >= firstExcess) {
        more[total] = (more[total] - ways[total - firstExcess]) % MODULUS;
      }
    }
    ways = more;
  }
  return ways[amount];
}
