import { readFileSync } from 'fs';

const numbers = readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
const gap = numbers[1];
const shifts: [begin: number, end: number][] = [];
for (let i = 2; i < numbers.length; i += 2) {
  shifts.push([numbers[i], numbers[i + 1]]);
}
shifts.sort((a, b) => a[0] - b[0]);

const lines: string[] = [];
let [begin, until] = shifts[0];
for (const [start, end] of shifts) {
  if (start - until > gap) {
    lines.push(`${begin} ${until}`);
    begin = start;
    until = end;
  } else if (end > until) {
    until = end;
  }
}
lines.push(`${begin} ${until}`);
console.log(lines.length);
console.log(lines.join('\n'));
