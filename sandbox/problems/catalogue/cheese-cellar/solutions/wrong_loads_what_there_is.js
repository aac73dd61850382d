const messages = require('fs').readFileSync(0, 'utf8').trim().split('\n').slice(1);
const cellar = [];
for (const message of messages) {
  const [kind, word] = message.split(' ');
  const number = Number(word);
  const place = cellar.findIndex((weight) => weight >= number);
  const below = place < 0 ? cellar.length : place;
  if (kind === 'in') cellar.splice(below, 0, number);
  else if (kind === 'out') cellar.splice(below, 1);
  else if (kind === 'below') console.log(below);
  else if (kind === 'nth') console.log(number > cellar.length ? -1 : cellar[number - 1]);
  else console.log(cellar.slice(0, number).reduce((sum, weight) => sum + weight, 0));
}
