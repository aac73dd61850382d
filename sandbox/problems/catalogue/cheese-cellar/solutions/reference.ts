import { readFileSync } from 'fs';

type Kind = 'in' | 'out' | 'nth' | 'below' | 'load';

interface Message {
  kind: Kind;
  number: number;
}

const input = readFileSync(0, 'utf8');
const messages: Message[] = input.trim().split('\n').slice(1).map((line) => {
  const [kind, number] = line.split(' ');
  return { kind: kind as Kind, number: Number(number) };
});
const incoming = messages.filter(({ kind }) => kind === 'in').map(({ number }) => number);
const weights = Float64Array.from(new Set(incoming)).sort();
const size = weights.length;
// Fenwick trees over the weights that ever come in: the wheels there are, and what they weigh.
const wheels = new Int32Array(size + 1);
const heft = new Float64Array(size + 1);
let present = 0;
let top = 1;
while (2 * top <= size) top *= 2;

// How many of the weights are less than `weight`.
function lighter(weight: number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (weights[middle] < weight) low = middle + 1;
    else high = middle;
  }
  return low;
}

function put(weight: number, count: number): void {
  present += count;
  for (let place = lighter(weight) + 1; place <= size; place += place & -place) {
    wheels[place] += count;
    heft[place] += count * weight;
  }
}

function below(weight: number): number {
  let count = 0;
  for (let place = lighter(weight); place > 0; place &= place - 1) count += wheels[place];
  return count;
}

// The weight of the k-th lightest wheel, and of the k lightest together.
function lightest(k: number): [nth: number, load: number] {
  if (k > present) return [-1, -1];
  let place = 0;
  let load = 0;
  for (let step = top; step > 0; step >>= 1) {
    const further = place + step;
    if (further <= size && wheels[further] < k) {
      place = further;
      k -= wheels[further];
      load += heft[further];
    }
  }
  return [weights[place], load + k * weights[place]];
}

const lines: number[] = [];
for (const { kind, number } of messages) {
  if (kind === 'in') put(number, 1);
  else if (kind === 'out') put(number, -1);
  else if (kind === 'below') lines.push(below(number));
  else if (kind === 'nth') lines.push(lightest(number)[0]);
  else lines.push(lightest(number)[1]);
}
console.log(lines.join('\n'));
