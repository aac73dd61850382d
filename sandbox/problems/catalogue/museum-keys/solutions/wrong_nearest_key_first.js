const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [r, c] = lines[0].split(' ').map(Number);
const width = c + 2;
const plan = ['#'.repeat(width), ...lines.slice(1, r + 1).map((row) => `#${row}#`), '#'.repeat(width)].join('');
const keys = new Set();
let place = plan.indexOf('W');
let steps = 0;
let answer = -1;
while (answer < 0) {
  const far = new Map([[place, 0]]);
  let key = -1;
  for (const [here, distance] of far) {
    if (plan[here] === 'X') {
      answer = steps + distance;
      break;
    }
    if ('abcdef'.includes(plan[here]) && !keys.has(plan[here])) {
      key = here;
      break;
    }
    for (const near of [here - width, here - 1, here + 1, here + width]) {
      const what = plan[near];
      if (far.has(near) || what === '#' || ('ABCDEF'.includes(what) && !keys.has(what.toLowerCase()))) continue;
      far.set(near, distance + 1);
    }
  }
  if (answer >= 0 || key < 0) break;
  keys.add(plan[key]);
  steps += far.get(key);
  place = key;
}
console.log(answer);
