function nextWarmerDay(warmth) {
  const n = warmth.length;
  const waits = new Array(n).fill(0);
  const waiting = [];
  for (let round = 0; round < 2; round++) {
    for (let day = 0; day < n; day++) {
      while (waiting.length > 0 && warmth[waiting[waiting.length - 1]] < warmth[day]) {
        const earlier = waiting.pop();
        waits[earlier] = day - earlier;
      }
      if (round === 0) waiting.push(day);
    }
  }
  return waits;
}
