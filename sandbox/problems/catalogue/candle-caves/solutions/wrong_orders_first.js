function countCandles(foundFrom, orders) {
  // Everything that is ever put into a chamber, handed down to those that are deeper.
  const candles = foundFrom.map(() => 0);
  for (const [kind, chamber, count] of orders) {
    if (kind === 0) candles[chamber] += count;
  }
  for (let c = 1; c < foundFrom.length; c++) candles[c] += candles[foundFrom[c]];
  const answers = [];
  for (let [kind, a, b] of orders) {
    if (kind === 0) continue;
    let total = 0;
    while (a !== b) {
      total += candles[Math.max(a, b)];
      [a, b] = [Math.min(a, b), foundFrom[Math.max(a, b)]];
    }
    answers.push(total + candles[a]);
  }
  return answers;
}
