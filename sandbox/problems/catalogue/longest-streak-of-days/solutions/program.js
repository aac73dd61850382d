const days = require('fs').readFileSync(0, 'utf8').split(/\s+/).filter(Boolean).map(Number).slice(1);
const present = new Set(days);
let bestFirst = 0;
let bestLength = 0;
for (const first of [...present].sort((a, b) => a - b)) {
  if (present.has(first - 1)) continue;
  let last = first;
  while (present.has(last + 1)) last++;
  if (last - first + 1 > bestLength) {
    bestFirst = first;
    bestLength = last - first + 1;
  }
}
console.log(2);
console.log(bestFirst, bestLength);
