const MODULUS = 1000000007;

function coinChangeCounts(coins, copies, amount) {
  let ways = new Array(amount + 1).fill(0);
  ways[0] = 1;
  for (let i = 0; i < coins.length; i++) {
    const more = new Array(amount + 1).fill(0);
    for (let total = 0; total <= amount; total++) {
      const most = Math.min(copies[i], Math.floor(total / coins[i]));
      let count = 0;
      for (let pieces = 0; pieces <= most; pieces++) {
        count += ways[total - pieces * coins[i]];
      }
      more[total] = count % MODULUS;
    }
    ways = more;
  }
  return ways[amount];
}
