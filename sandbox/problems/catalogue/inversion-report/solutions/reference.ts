import { readFileSync } from 'fs';

const lines = readFileSync(0, 'utf8').split('\n');
const [n, q] = lines[0].split(' ').map(Number);
const books = lines[1].split(' ').map(Number);
const ordered = Float64Array.from(books).sort();

// How many books of the whole shelf are lower than `height`.
function lowerThan(height: number): number {
  let low = 0;
  let high = n;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ordered[middle] < height) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Counts, by rank in `ordered`, the books to the left of the gap that is looked at.
const tree = new Int32Array(n + 1);

function count(rank: number): number {
  let total = 0;
  for (; rank > 0; rank &= rank - 1) total += tree[rank];
  return total;
}

const readers: { gap: number; height: number; i: number }[] = [];
for (let i = 0; i < q; i++) {
  const [gap, height] = lines[i + 2].split(' ').map(Number);
  readers.push({ gap, height, i });
}
readers.sort((a, b) => a.gap - b.gap);

let crooked = 0;
let placed = 0;
function placeUntil(position: number): void {
  for (; placed < position; placed++) {
    let rank = lowerThan(books[placed] + 1);
    crooked += placed - count(rank);
    for (; rank <= n; rank += rank & -rank) tree[rank]++;
  }
}

const added = new Array<number>(q);
for (const { gap, height, i } of readers) {
  placeUntil(gap);
  const lower = lowerThan(height);
  const tallerLeft = placed - count(lowerThan(height + 1));
  added[i] = tallerLeft + lower - count(lower);
}
placeUntil(n);
console.log(added.map((more) => crooked + more).join('\n'));
