function shortestWalk(street, wanted, puddles) {
  let best = [];
  for (let first = 0; first < street.length; first++) {
    const missing = new Map(wanted);
    let kindsMissing = missing.size;
    let wet = 0;
    for (let last = first; last < street.length; last++) {
      const kind = street[last];
      if (kind === 0) {
        wet++;
        if (wet > puddles) break;
      } else if (missing.has(kind)) {
        missing.set(kind, missing.get(kind) - 1);
        if (missing.get(kind) === 0) {
          kindsMissing--;
          if (kindsMissing === 0) {
            if (best.length === 0 || last - first + 1 < best[1]) best = [first, last - first + 1];
            break;
          }
        }
      }
    }
  }
  return best;
}
