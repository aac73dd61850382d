function countCandles(foundFrom, orders) {
  const next = foundFrom.map(() => []);
  for (let c = 1; c < foundFrom.length; c++) next[foundFrom[c]].push(c);
  const candles = foundFrom.map(() => 0);
  const answers = [];
  for (let [kind, a, b] of orders) {
    if (kind === 0) {
      const ahead = [a];
      while (ahead.length > 0) {
        const chamber = ahead.pop();
        candles[chamber] += b;
        for (const deeper of next[chamber]) ahead.push(deeper);
      }
      continue;
    }
    let total = 0;
    while (a !== b) {
      if (a > b) {
        total += candles[a];
        a = foundFrom[a];
      } else {
        total += candles[b];
        b = foundFrom[b];
      }
    }
    answers.push(total + candles[a]);
  }
  return answers;
}
