import { readFileSync } from 'fs';

const [, k, ...needs] = readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
// An array with a moving head: shift() would move everyone at every turn.
const queue = needs.map((_, i) => i);
const lines: string[] = [];
let minute = 0;
for (let head = 0; head < queue.length; head++) {
  const visitor = queue[head];
  if (needs[visitor] > k) {
    minute += k;
    needs[visitor] -= k;
    queue.push(visitor);
  } else {
    minute += needs[visitor];
    lines.push(`${visitor + 1} ${minute}`);
  }
}
console.log(lines.join('\n'));
