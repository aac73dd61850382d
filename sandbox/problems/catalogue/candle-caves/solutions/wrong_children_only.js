function countCandles(foundFrom, orders) {
  const candles = foundFrom.map(() => 0);
  const answers = [];
  for (let [kind, a, b] of orders) {
    if (kind === 0) {
      foundFrom.forEach((before, chamber) => {
        if (chamber === a || before === a) candles[chamber] += b;
      });
      continue;
    }
    let total = 0;
    for (; a !== b; ) {
      total += candles[Math.max(a, b)];
      [a, b] = [Math.min(a, b), foundFrom[Math.max(a, b)]];
    }
    answers.push(total + candles[a]);
  }
  return answers;
}
