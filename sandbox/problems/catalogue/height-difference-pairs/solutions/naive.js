function countPairs(heights, gap) {
  let ways = 0;
  for (let i = 0; i < heights.length; i++) {
    for (let j = 0; j < i; j++) {
      if (Math.abs(heights[i] - heights[j]) === gap) ways++;
    }
  }
  return ways;
}
