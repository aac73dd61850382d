function hallForHire(requests, cleaning, most) {
  const byEnd = [...requests].sort((one, other) => one[1] - other[1]);
  let best = 0;
  let fewest = 0;
  // last[i]: the largest sum with exactly so many parties, the last of them request i
  let last = byEnd.map(([, , fee]) => fee);
  for (let parties = 1; parties <= most; parties++) {
    if (parties > 1) {
      last = byEnd.map(([start, , fee], i) => {
        let earlier = -Infinity;
        for (let j = 0; j < i; j++) {
          if (byEnd[j][1] + cleaning <= start) earlier = Math.max(earlier, last[j]);
        }
        return earlier + fee;
      });
    }
    for (const sum of last) {
      if (sum > best) [best, fewest] = [sum, parties];
    }
  }
  return [best, fewest];
}
