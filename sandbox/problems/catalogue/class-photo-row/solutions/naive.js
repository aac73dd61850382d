const things = require('fs').readFileSync(0, 'utf8').trim().split('\n').slice(1);
const row = [1];
for (const thing of things) {
  const [what, x, y] = thing.split(' ');
  if (what === 'turn') row.reverse();
  else if (what === 'out') row.splice(row.indexOf(Number(x)), 1);
  else if (what === 'left') row.splice(row.indexOf(Number(y)), 0, Number(x));
  else if (what === 'right') row.splice(row.indexOf(Number(y)) + 1, 0, Number(x));
  else {
    const place = row.indexOf(Number(x));
    console.log(row[place - 1] || 0, row[place + 1] || 0);
  }
}
console.log(row.join(' '));
