const [, ...heights] = require("fs").readFileSync(0, "utf8").split(/\s+/).filter(Boolean).map(Number);
const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b]);
let best = 1;
for (let i = 1; i < order.length; i++) {
  const apart = (k) => heights[order[k]] - heights[order[k - 1]];
  if (apart(i) < apart(best)) best = i;
}
console.log(order[best - 1] + 1, order[best] + 1);
