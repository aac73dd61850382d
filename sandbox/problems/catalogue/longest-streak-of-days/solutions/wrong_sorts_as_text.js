function longestStreak(days) {
  const sorted = [...new Set(days)].sort();
  let best = [sorted[0], 1];
  let first = sorted[0];
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i] !== sorted[i - 1] + 1) first = sorted[i];
    const length = sorted[i] - first + 1;
    if (length > best[1]) best = [first, length];
  }
  return best;
}
