const [[n, m], ...rest] = require('fs').readFileSync(0, 'utf8').split('\n').map((line) => line.split(' ').map(Number));
const streets = rest.slice(0, m).map(([a, b, cost]) => ({ a, b, cost, laid: false }));
const leader = Array.from({ length: n + 1 }, (_, v) => v);
const find = (v) => {
  while (leader[v] !== v) v = leader[v] = leader[leader[v]];
  return v;
};
let total = 0;
const dearest = new Array(n + 1).fill(0);
for (const street of [...streets].sort((one, other) => one.cost - other.cost)) {
  const one = find(street.a);
  const other = find(street.b);
  if (one === other) continue;
  leader[one] = other;
  street.laid = true;
  total += street.cost;
  dearest[street.a] = street.cost;
  dearest[street.b] = street.cost;
}
for (const { a, b, cost, laid } of streets) {
  console.log(laid ? total : total + cost - Math.max(dearest[a], dearest[b]));
}
