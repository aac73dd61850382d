function shortestWalk(street, wanted, puddles) {
  const missing = new Map(wanted);
  let kindsMissing = missing.size;
  let wet = 0;
  let first = 0;
  let best = [];
  for (let last = 0; last < street.length; last++) {
    const kind = street[last];
    if (kind === 0) wet++;
    if (missing.has(kind)) {
      missing.set(kind, missing.get(kind) - 1);
      if (missing.get(kind) === 0) kindsMissing--;
    }
    while (kindsMissing === 0) {
      const length = last - first + 1;
      if (wet <= puddles && (best.length === 0 || length <= best[1])) best = [first, length];
      const dropped = street[first++];
      if (dropped === 0) wet--;
      if (!missing.has(dropped)) continue;
      missing.set(dropped, missing.get(dropped) + 1);
      if (missing.get(dropped) === 1) kindsMissing++;
    }
  }
  return best;
}
