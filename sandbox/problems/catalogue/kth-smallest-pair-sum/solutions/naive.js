function kthDuet(fees, schools, rank) {
  const cheapest = fees.reduce((a, b) => Math.min(a, b));
  const dearest = fees.reduce((a, b) => Math.max(a, b));
  const duets = new Int32Array(2 * (dearest - cheapest) + 1);
  for (let i = 0; i < fees.length; i++) {
    const fee = fees[i] - 2 * cheapest;
    for (let j = 0; j < i; j++) {
      if (schools[j] !== schools[i]) duets[fee + fees[j]]++;
    }
  }
  let cheaper = 0;
  for (let price = 0; price < duets.length; price++) {
    if (cheaper + duets[price] >= rank) return [price + 2 * cheapest, cheaper];
    cheaper += duets[price];
  }
  return [];
}
