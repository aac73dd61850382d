function shortestWalk(street: number[], wanted: number[][], puddles: number): number[] {
  const missing = Object.fromEntries(wanted);
  let kindsMissing = wanted.length;
  let wet = 0;
  let first = 0;
  let bestFirst = -1;
  let bestLength = Infinity;
  for (let last = 0; last < street.length; last++) {
    const kind = street[last];
    if (kind === 0) {
      wet++;
    } else {
      const left = missing[kind];
      if (left !== undefined) {
        missing[kind] = left - 1;
        if (left === 1) kindsMissing--;
      }
    }
    if (kindsMissing > 0) continue;
    // Drop what is not needed: the shortest walk that ends here is the driest one as well.
    for (; ; first++) {
      const dropped = street[first];
      if (dropped === 0) {
        wet--;
        continue;
      }
      const left = missing[dropped];
      if (left === 0) break;
      if (left !== undefined) missing[dropped] = left + 1;
    }
    if (wet <= puddles && last - first + 1 < bestLength) {
      bestFirst = first;
      bestLength = last - first + 1;
    }
  }
  return bestFirst < 0 ? [] : [bestFirst, bestLength];
}
