const messages = require('fs').readFileSync(0, 'utf8').trim().split('\n').slice(1);
const cellar = [];
const lines = [];
for (const message of messages) {
  const [kind, word] = message.split(' ');
  const number = Number(word);
  let below = 0;
  if (kind !== 'nth' && kind !== 'load') while (below < cellar.length && cellar[below] < number) below++;
  if (kind === 'in') cellar.splice(below, 0, number);
  else if (kind === 'out') cellar.splice(below, 1);
  else if (kind === 'below') lines.push(below);
  else if (number > cellar.length) lines.push(-1);
  else if (kind === 'nth') lines.push(cellar[number - 1]);
  else lines.push(cellar.slice(0, number).reduce((sum, weight) => sum + weight));
}
console.log(lines.join('\n'));
