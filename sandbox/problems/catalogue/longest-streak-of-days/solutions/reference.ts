function longestStreak(days: number[]): number[] {
  const sorted = [...days].sort((a, b) => a - b);
  let bestFirst = 0;
  let bestLength = 0;
  let first = sorted[0];
  for (let i = 0; i < sorted.length; i++) {
    const day = sorted[i];
    if (i > 0 && day > sorted[i - 1] + 1) first = day;
    if (day - first + 1 > bestLength) {
      bestFirst = first;
      bestLength = day - first + 1;
    }
  }
  return [bestFirst, bestLength];
}
