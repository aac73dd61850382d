function shortestWalk(street, wanted, puddles) {
  const kinds = new Set(wanted.map(([kind]) => kind));
  const bought = new Map();
  let wet = 0;
  let first = 0;
  let best = [];
  for (let last = 0; last < street.length; last++) {
    if (street[last] === 0) wet++;
    if (kinds.has(street[last])) bought.set(street[last], (bought.get(street[last]) || 0) + 1);
    while (bought.size === kinds.size) {
      if (wet <= puddles && (best.length === 0 || last - first + 1 < best[1])) best = [first, last - first + 1];
      const dropped = street[first++];
      if (dropped === 0) wet--;
      if (!kinds.has(dropped)) continue;
      bought.set(dropped, bought.get(dropped) - 1);
      if (bought.get(dropped) === 0) bought.delete(dropped);
    }
  }
  return best;
}
