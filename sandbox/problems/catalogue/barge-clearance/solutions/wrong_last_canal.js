const lines = require('fs').readFileSync(0, 'utf8').split('\n').map((line) => line.split(' ').map(Number));
const [n, m, q] = lines[0];
const best = [0, ...lines[1]];
const leader = best.map((_, v) => v);
const find = (v) => {
  while (leader[v] !== v) v = leader[v] = leader[leader[v]];
  return v;
};

const between = new Map();
for (const [a, b, air] of lines.slice(2, 2 + m)) between.set(Math.min(a, b) * 5000 + Math.max(a, b), [a, b, air]);
const canals = [...between.values()].sort((one, other) => one[2] - other[2]);
const calls = lines.slice(2 + m, 2 + m + q).map(([harbour, height], i) => ({ harbour, height, i }));
calls.sort((one, other) => other.height - one.height);

const answers = [];
for (const { harbour, height, i } of calls) {
  while (canals.length > 0 && canals[canals.length - 1][2] >= height) {
    const [a, b] = canals.pop().slice(0, 2).map(find);
    leader[a] = b;
    best[b] = Math.max(best[a], best[b]);
  }
  answers[i] = best[find(harbour)];
}
console.log(answers.join('\n'));
