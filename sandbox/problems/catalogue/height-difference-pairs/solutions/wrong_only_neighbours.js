function countPairs(heights, gap) {
  const row = [...heights].sort((a, b) => a - b);
  let ways = 0;
  for (let i = 1; i < row.length; i++) {
    if (row[i] - row[i - 1] === gap) ways++;
  }
  return ways;
}
