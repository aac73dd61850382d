const MODULUS = 1000000007;

function coinChangeCounts(coins, copies, amount) {
  const ways = new Array(amount + 1).fill(0);
  ways[0] = 1;
  for (let total = 1; total <= amount; total++) {
    for (let i = 0; i < coins.length; i++) {
      if (copies[i] > 0 && coins[i] <= total) {
        ways[total] = (ways[total] + ways[total - coins[i]]) % MODULUS;
      }
    }
  }
  return ways[amount];
}
