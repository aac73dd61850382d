const KINDS = [200, 100, 50, 20, 10, 5];
const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const till = new Map(KINDS.map((kind) => [kind, 0]));
let credit = 0;
let thrown = [];
const out = [];

// The miser's change as pairs of a kind and how many of it, or null if it is stuck.
function countOut(owed) {
  const change = [];
  for (const kind of KINDS) {
    const many = Math.min(Math.floor(owed / kind), till.get(kind));
    if (many > 0) change.push([kind, many]);
    owed -= kind * many;
  }
  return owed === 0 ? change : null;
}

for (let i = 1; i <= Number(lines[0]); i++) {
  const [word, number] = lines[i].split(' ');
  if (word === 'coin') {
    const coin = Number(number);
    till.set(coin, till.get(coin) + 1);
    credit += coin;
    thrown.push(coin);
    continue;
  }
  if (word === 'cancel') {
    for (const coin of thrown) till.set(coin, till.get(coin) - 1);
    out.push(['back', ...thrown].join(' '));
  } else {
    const price = Number(number);
    if (credit < price) {
      out.push(`missing ${price - credit}`);
      continue;
    }
    const change = countOut(credit - price);
    if (change === null) {
      out.push('no change');
      continue;
    }
    let line = 'ticket';
    for (const [kind, many] of change) {
      till.set(kind, till.get(kind) - many);
      line += ` ${kind}`.repeat(many);
    }
    out.push(line);
  }
  credit = 0;
  thrown = [];
}
console.log(out.join('\n'));
