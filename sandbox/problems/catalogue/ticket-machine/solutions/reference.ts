import { readFileSync } from 'fs';

const KINDS = [200, 100, 50, 20, 10, 5];
const lines = readFileSync(0, 'utf8').split('\n');
const till = new Map<number, number>();
for (const kind of KINDS) till.set(kind, 0);
const has = (kind: number): number => till.get(kind) ?? 0;
let credit = 0;
let thrown: number[] = [];
const out: string[] = [];

// The miser's change as pairs of a kind and how many of it, or null if it is stuck.
function countOut(owed: number): [number, number][] | null {
  const change: [number, number][] = [];
  for (const kind of KINDS) {
    const many = Math.min(Math.floor(owed / kind), has(kind));
    if (many > 0) change.push([kind, many]);
    owed -= kind * many;
  }
  return owed === 0 ? change : null;
}

for (let i = 1; i <= Number(lines[0]); i++) {
  const [word, number] = lines[i].split(' ');
  if (word === 'coin') {
    const coin = Number(number);
    till.set(coin, has(coin) + 1);
    credit += coin;
    thrown.push(coin);
    continue;
  }
  if (word === 'cancel') {
    for (const coin of thrown) till.set(coin, has(coin) - 1);
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
      till.set(kind, has(kind) - many);
      line += ` ${kind}`.repeat(many);
    }
    out.push(line);
  }
  credit = 0;
  thrown = [];
}
console.log(out.join('\n'));
