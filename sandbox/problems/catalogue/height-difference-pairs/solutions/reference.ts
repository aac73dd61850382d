function countPairs(heights: number[], gap: number): number {
  const seen = new Map<number, number>();
  let ways = 0;
  for (const height of heights) {
    ways += seen.get(height - gap) ?? 0;
    if (gap > 0) ways += seen.get(height + gap) ?? 0;
    seen.set(height, (seen.get(height) ?? 0) + 1);
  }
  return ways;
}
