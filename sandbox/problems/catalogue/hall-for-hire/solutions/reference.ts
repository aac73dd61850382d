function hallForHire(requests: number[][], cleaning: number, most: number): number[] {
  const byEnd = [...requests].sort((one, other) => one[1] - other[1]);

  // How many of the first requests are over and cleaned up at this minute.
  function over(minute: number): number {
    let low = 0;
    let high = byEnd.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (byEnd[middle][1] + cleaning <= minute) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  const before = byEnd.map(([start]) => over(start));
  const fees = byEnd.map(([, , fee]) => fee);
  // best[i]: the largest sum of the first i requests, with as many parties as there have been rounds
  let best = new Array<number>(byEnd.length + 1).fill(0);
  let fewest = 0;
  for (let parties = 1; parties <= most; parties++) {
    const following = [0];
    for (let i = 0; i < fees.length; i++) {
      const withThis = best[before[i]] + fees[i];
      following.push(withThis > following[i] ? withThis : following[i]);
    }
    if (following[byEnd.length] > best[byEnd.length]) fewest = parties;
    best = following;
  }
  return [best[byEnd.length], fewest];
}
