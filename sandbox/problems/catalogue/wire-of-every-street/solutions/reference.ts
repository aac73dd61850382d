import { readFileSync } from 'fs';

const data = readFileSync(0, 'utf8').trim().split(/\s+/).map(Number);
const [n, m] = data;

interface Street { a: number; b: number; cost: number }

const streets: Street[] = [];
for (let i = 0, at = 2; i < m; i++, at += 3) streets.push({ a: data[at], b: data[at + 1], cost: data[at + 2] });

// Groups are joined by size and never flattened: each tree stays about log n deep, and the costs on the
// way from a square upwards only grow. So the dearest wire between two squares is found by climbing.
const above = new Int32Array(n + 1);
const joinedAt = new Float64Array(n + 1).fill(Infinity);
const size = new Int32Array(n + 1).fill(1);

function top(v: number): number {
  while (above[v] > 0) v = above[v];
  return v;
}

let total = 0;
for (const { a, b, cost } of [...streets].sort((one, other) => one.cost - other.cost)) {
  let small = top(a);
  let large = top(b);
  if (small === large) continue;
  if (size[small] > size[large]) [small, large] = [large, small];
  above[small] = large;
  joinedAt[small] = cost;
  size[large] += size[small];
  total += cost;
}

function dearestBetween(a: number, b: number): number {
  let dearest = 0;
  while (a !== b) {
    if (joinedAt[a] <= joinedAt[b]) {
      dearest = joinedAt[a];
      a = above[a];
    } else {
      dearest = joinedAt[b];
      b = above[b];
    }
  }
  return dearest;
}

console.log(streets.map(({ a, b, cost }) => total - dearestBetween(a, b) + cost).join('\n'));
