import { readFileSync } from 'fs';

const input = readFileSync(0, 'utf8');
const things = input.trim().split('\n');
const MOST = 12000;
// The neighbours of every child, on both sides; 0 closes the row to a ring.
const sides = [new Int32Array(MOST + 1), new Int32Array(MOST + 1)];
sides[0][0] = 1;
sides[1][0] = 1;
let [left, right] = sides;
const lines: string[] = [];
for (let i = 1; i < things.length; i++) {
  const [what, x, y] = things[i].split(' ');
  const child = Number(x);
  if (what === 'turn') {
    [left, right] = [right, left];
  } else if (what === 'who') {
    lines.push(`${left[child]} ${right[child]}`);
  } else if (what === 'out') {
    right[left[child]] = right[child];
    left[right[child]] = left[child];
  } else {
    const before = what === 'left' ? left[Number(y)] : Number(y);
    const after = right[before];
    left[child] = before;
    right[child] = after;
    right[before] = child;
    left[after] = child;
  }
}
const row: number[] = [];
for (let child = right[0]; child !== 0; child = right[child]) row.push(child);
lines.push(row.join(' '));
console.log(lines.join('\n'));
