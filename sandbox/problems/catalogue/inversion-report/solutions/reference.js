const data = require('fs').readFileSync(0, 'utf8').split(/\s+/).map(Number);
const n = data[0];
const q = data[1];
const books = data.slice(2, n + 2);
const ordered = Float64Array.from(books).sort();

// How many books of the whole shelf are lower than `height`.
function lowerThan(height) {
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

function count(rank) {
  let total = 0;
  for (; rank > 0; rank &= rank - 1) total += tree[rank];
  return total;
}

const readers = Array.from({ length: q }, (_, i) => i);
const gap = (reader) => data[n + 2 + 2 * reader];
readers.sort((a, b) => gap(a) - gap(b));

let crooked = 0;
let placed = 0;
function placeUntil(position) {
  for (; placed < position; placed++) {
    let rank = lowerThan(books[placed] + 1);
    crooked += placed - count(rank);
    for (; rank <= n; rank += rank & -rank) tree[rank]++;
  }
}

const added = new Array(q);
for (const reader of readers) {
  placeUntil(gap(reader));
  const height = data[n + 3 + 2 * reader];
  const lower = lowerThan(height);
  const tallerLeft = placed - count(lowerThan(height + 1));
  added[reader] = tallerLeft + lower - count(lower);
}
placeUntil(n);
console.log(added.map((more) => crooked + more).join('\n'));
