const words = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const prices = words.slice(1, words[0] + 1);
const coins = words[words[0] + 1];
const nearest = new Map();
let answer = [];
for (let here = 0; here < prices.length; here++) {
  const back = nearest.get(coins - prices[here]);
  if (back !== undefined) {
    answer = [back, here];
    break;
  }
  nearest.set(prices[here], here);
}
console.log(answer.length);
console.log(answer.join(' '));
