const [first, ...rest] = require('fs').readFileSync(0, 'utf8').trim().split('\n');
const gap = Number(first.split(' ')[1]);
const shifts = rest.map((line) => line.split(' ').map(Number)).sort();

const stretches = [];
for (const [start, end] of shifts) {
  const last = stretches[stretches.length - 1];
  if (last && start - last[1] <= gap) {
    last[1] = Math.max(last[1], end);
  } else {
    stretches.push([start, end]);
  }
}
console.log(stretches.length);
for (const [begin, until] of stretches) {
  console.log(`${begin} ${until}`);
}
