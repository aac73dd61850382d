const [head, ...said] = require('fs').readFileSync(0, 'utf8').split('\n');
const k = Number(head.split(' ')[1]);
const counts = new Map();
let total = 0;
for (const line of said) {
  for (const word of line.toLowerCase().match(/[a-z]+(?:'[a-z]+)*/g) || []) {
    counts.set(word, (counts.get(word) || 0) + 1);
    total++;
  }
}
const common = [...counts].filter(([, count]) => count >= k);
common.sort(([, x], [, y]) => y - x);
for (const [word, count] of common) console.log(`${word} ${count}`);
console.log(`total ${counts.size} ${total}`);
