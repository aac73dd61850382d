const data = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const n = data[0];
const q = data[1];
const until = [0];
for (let day = 1; day <= n; day++) {
  until.push(until[day - 1] + data[day + 1]);
}
const answers = [];
for (let i = 0; i < q; i++) {
  const a = data[n + 2 + 2 * i];
  const b = data[n + 3 + 2 * i];
  const total = until[b] - until[a - 1];
  answers.push(a <= b ? total : total + until[n]);
}
console.log(answers.join('\n'));
