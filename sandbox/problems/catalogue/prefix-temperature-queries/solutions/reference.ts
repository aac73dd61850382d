import { readFileSync } from 'fs';

const lines = readFileSync(0, 'utf8').split('\n');
const [n, q] = lines[0].split(' ').map(Number);
const until = [0];
for (const temperature of lines[1].split(' ')) {
  until.push(until[until.length - 1] + Number(temperature));
}
const answers: number[] = [];
for (let i = 2; i < q + 2; i++) {
  const [a, b] = lines[i].split(' ').map(Number);
  const total = until[b] - until[a - 1];
  answers.push(a <= b ? total : total + until[n]);
}
console.log(answers.join('\n'));
