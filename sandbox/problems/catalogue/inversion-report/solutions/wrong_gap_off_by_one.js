const lines = require('fs').readFileSync(0, 'utf8').split('\n');
const [n, q] = lines[0].split(' ').map(Number);
const books = lines[1].split(' ').map(Number);
const heights = [...new Set(books)].sort((a, b) => a - b);
const tree = new Array(heights.length + 1).fill(0);
const rankOf = (height) => {
  let low = 0;
  let high = heights.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (heights[middle] < height) low = middle + 1;
    else high = middle;
  }
  return low;
};
const count = (rank) => {
  let total = 0;
  for (; rank > 0; rank -= rank & -rank) total += tree[rank];
  return total;
};
const lowerInAll = new Array(heights.length + 1).fill(0);
for (const book of books) lowerInAll[rankOf(book) + 1]++;
for (let i = 1; i <= heights.length; i++) lowerInAll[i] += lowerInAll[i - 1];

const readers = [];
for (let i = 0; i < q; i++) {
  const [p, h] = lines[i + 2].split(' ').map(Number);
  readers.push({ p, h, i });
}
readers.sort((a, b) => a.p - b.p);
const answers = [];
let crooked = 0;
let next = 0;
for (let p = 0; p < n; p++) {
  const rank = rankOf(books[p]);
  crooked += p - count(rank + 1);
  for (let r = rank + 1; r <= heights.length; r += r & -r) tree[r]++;
  while (next < q && (readers[next].p === p || p === n - 1)) {
    const { h, i } = readers[next++];
    const lower = rankOf(h);
    answers[i] = p + 1 - count(rankOf(h + 1)) + lowerInAll[lower] - count(lower);
  }
}
console.log(answers.map((more) => crooked + more).join('\n'));
