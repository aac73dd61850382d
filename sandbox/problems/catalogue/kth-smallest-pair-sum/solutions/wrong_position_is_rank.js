function kthDuet(fees, schools, rank) {
  const ascending = (a, b) => a - b;
  const everyone = [...fees].sort(ascending);
  const members = new Map();
  fees.forEach((fee, i) => {
    if (!members.has(schools[i])) members.set(schools[i], []);
    members.get(schools[i]).push(fee);
  });
  const groups = [...members.values()].map((group) => group.sort(ascending));

  // Ordered pairs, a singer with himself too, that cost at most price.
  const pairs = (singers, price) => {
    let partners = singers.length;
    let total = 0;
    for (let i = 0; i < singers.length && partners > 0; i++) {
      const rest = price - singers[i];
      while (partners > 0 && singers[partners - 1] > rest) partners--;
      total += partners;
    }
    return total;
  };
  // Within a school are the pairs that are no duets, and everyone with himself.
  const duets = (price) => {
    let total = pairs(everyone, price);
    for (const group of groups) total -= pairs(group, price);
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
  return [low, rank - 1];
}
