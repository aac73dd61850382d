import { readFileSync } from 'fs';

const input = readFileSync(0, 'utf8');
const [head, ...said] = input.split('\n');
const k = Number(head.split(' ')[1]);
const counts = new Map<string, number>();
let total = 0;
for (const line of said) {
  for (const word of line.toLowerCase().match(/[a-z]+(?:'[a-z]+)*/g) ?? []) {
    counts.set(word, (counts.get(word) ?? 0) + 1);
    total++;
  }
}
const common = [...counts].filter(([, count]) => count >= k);
common.sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
const report = common.map(([word, count]) => `${word} ${count}`);
report.push(`total ${counts.size} ${total}`);
console.log(report.join('\n'));
