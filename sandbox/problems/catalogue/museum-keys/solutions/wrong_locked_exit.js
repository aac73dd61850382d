const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [r, c] = lines[0].split(' ').map(Number);
const width = c + 2;
const plan = ['#'.repeat(width), ...lines.slice(1, r + 1).map((row) => `#${row}#`), '#'.repeat(width)].join('');
const queue = [[plan.indexOf('W'), 0, 0]];
const seen = new Set([queue[0][0] * 64]);
for (let head = 0; ; head++) {
  const [place, keys, steps] = queue[head];
  if (plan[place] === 'X') {
    console.log(steps);
    break;
  }
  for (const near of [place - width, place - 1, place + 1, place + width]) {
    const lock = 'ABCDEF'.indexOf(plan[near]);
    if (plan[near] === '#' || (lock >= 0 && !(keys & (1 << lock)))) continue;
    const key = 'abcdef'.indexOf(plan[near]);
    const held = key >= 0 ? keys | (1 << key) : keys;
    if (seen.has(near * 64 + held)) continue;
    seen.add(near * 64 + held);
    queue.push([near, held, steps + 1]);
  }
}
