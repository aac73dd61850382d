const lines = require('fs').readFileSync(0, 'utf8').split('\n').map((line) => line.split(' ').map(Number));
const [n, m, q] = lines[0];
const near = Array.from({ length: n + 1 }, () => []);
for (const [a, b, air] of lines.slice(2, 2 + m)) {
  near[a].push([b, air]);
  near[b].push([a, air]);
}
for (const [harbour, height] of lines.slice(2 + m, 2 + m + q)) {
  const seen = new Set([harbour]);
  let best = 0;
  for (const v of seen) {
    best = Math.max(best, lines[1][v - 1]);
    for (const [w, air] of near[v]) {
      if (air >= height) seen.add(w);
    }
  }
  console.log(best);
}
