const [n, k] = readline().split(' ').map(Number);
const counts = new Map();
let total = 0;
for (let i = 0; i < n; i++) {
  const words = readline().toLowerCase().match(/[a-z]+(?:'[a-z]+)*/g);
  total += words.length;
  for (const word of words) counts.set(word, (counts.get(word) || 0) + 1);
}
const common = [...counts].filter(([, count]) => count >= k);
common.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
for (const [word, count] of common) console.log(`${word} ${count}`);
console.log(`total ${counts.size} ${total}`);
