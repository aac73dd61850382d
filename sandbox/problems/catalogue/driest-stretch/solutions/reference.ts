const PRIME = 1_000_000_007;

interface Stretches { depth: number; stretches: number }

function driestStretch(depths: number[]): number {
  // The stretches that end here, by their driest well: wells of growing depth, each with the number of its
  // stretches. Their sum is at most 20,000 times 10^9, which is exact without a remainder.
  const driest: Stretches[] = [];
  let endingHere = 0;
  let total = 0;
  for (const depth of depths) {
    let stretches = 1;
    while (driest.length > 0 && driest[driest.length - 1].depth >= depth) {
      const deeper = driest.pop()!;
      endingHere -= deeper.depth * deeper.stretches;
      stretches += deeper.stretches;
    }
    driest.push({ depth, stretches });
    endingHere += depth * stretches;
    total = (total + endingHere) % PRIME;
  }
  return total;
}
