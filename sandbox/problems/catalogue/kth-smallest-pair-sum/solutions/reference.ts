function kthDuet(fees: number[], schools: number[], rank: number): number[] {
  // Typed arrays sort by number, and without a call for each comparison.
  const everyone = Int32Array.from(fees).sort();
  const members = new Map<number, number[]>();
  fees.forEach((fee, i) => {
    const group = members.get(schools[i]);
    if (group) group.push(fee);
    else members.set(schools[i], [fee]);
  });
  const groups: Int32Array[] = [];
  const alone: number[] = [];
  for (const group of members.values()) {
    if (group.length > 1) groups.push(Int32Array.from(group).sort());
    else alone.push(group[0]);
  }

  // Ordered pairs, a singer with himself too, that cost at most price.
  const pairs = (singers: Int32Array, price: number): number => {
    let partners = singers.length;
    let total = 0;
    for (let i = 0; i < singers.length && partners > 0; i++) {
      const rest = price - singers[i];
      while (partners > 0 && singers[partners - 1] > rest) partners--;
      total += partners;
    }
    return total;
  };
  // All ordered pairs of everyone, less those within a school; of those who are the only one of
  // their school, these are the pairs with themselves.
  const duets = (price: number): number => {
    let total = pairs(everyone, price);
    for (const group of groups) total -= pairs(group, price);
    for (const fee of alone) if (2 * fee <= price) total--;
    return total / 2;
  };

  let low = 2 * everyone[0];
  let high = 2 * everyone[everyone.length - 1];
  if (duets(high) < rank) return [];
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (duets(middle) >= rank) high = middle;
    else low = middle + 1;
  }
  return [low, duets(low - 1)];
}
