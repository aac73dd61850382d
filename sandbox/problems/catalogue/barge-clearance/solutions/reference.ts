import { readFileSync } from 'fs';

const data = readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
const [n, m, q] = data;
const best = [0, ...data.slice(3, 3 + n)]; // of the group that a harbour stands for
const leader = best.map((_, v) => v);

function find(v: number): number {
  while (leader[v] !== v) {
    leader[v] = leader[leader[v]];
    v = leader[v];
  }
  return v;
}

let at = 3 + n;
interface Canal { a: number; b: number; air: number }
interface Call { harbour: number; height: number; i: number }

const canals: Canal[] = [];
for (let i = 0; i < m; i++, at += 3) canals.push({ a: data[at], b: data[at + 1], air: data[at + 2] });
const calls: Call[] = [];
for (let i = 0; i < q; i++, at += 2) calls.push({ harbour: data[at], height: data[at + 1], i });

// The highest barges first: then canals are only ever added.
canals.sort((one, other) => other.air - one.air);
calls.sort((one, other) => other.height - one.height);

const answers = new Array<number>(q);
let opened = 0;
for (const { harbour, height, i } of calls) {
  for (; opened < m && canals[opened].air >= height; opened++) {
    const a = find(canals[opened].a);
    const b = find(canals[opened].b);
    if (a === b) continue;
    leader[a] = b;
    best[b] = Math.max(best[a], best[b]);
  }
  answers[i] = best[find(harbour)];
}
console.log(answers.join('\n'));
