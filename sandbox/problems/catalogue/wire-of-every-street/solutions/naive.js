const [[n, m], ...rest] = require('fs').readFileSync(0, 'utf8').split('\n').map((line) => line.split(' ').map(Number));
const streets = rest.slice(0, m);
const order = [...streets].sort((one, other) => one[2] - other[2]);

for (const wish of streets) {
  const leader = Array.from({ length: n + 1 }, (_, v) => v);
  const find = (v) => {
    while (leader[v] !== v) v = leader[v] = leader[leader[v]];
    return v;
  };
  let total = 0;
  for (const [a, b, cost] of [wish, ...order]) {
    const one = find(a);
    const other = find(b);
    if (one === other) continue;
    leader[one] = other;
    total += cost;
  }
  console.log(total);
}
