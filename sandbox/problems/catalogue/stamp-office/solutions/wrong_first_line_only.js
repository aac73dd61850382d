const [n, k, needs] = require('fs').readFileSync(0, 'utf8').split('\n')[0].split(' ').map(Number);
const queue = [];
for (let i = 0; i < n; i++) queue.push([i + 1, needs.at(i)]);
let minute = 0;
for (const [visitor, need] of queue) {
  minute += Math.min(need, k);
  if (need > k) queue.push([visitor, need - k]);
  else console.log(visitor, minute);
}
