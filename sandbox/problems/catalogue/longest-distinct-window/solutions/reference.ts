function longestStretch(songs: number[], limit: number): number[] {
  const plays = Object.create(null);
  let start = 0;
  let bestStart = 0;
  let bestLength = 0;
  for (let end = 0; end < songs.length; end++) {
    const song = songs[end];
    let count = (plays[song] || 0) + 1;
    plays[song] = count;
    while (count > limit) {
      const oldest = songs[start++];
      plays[oldest]--;
      if (oldest === song) count--;
    }
    if (end - start + 1 > bestLength) {
      bestStart = start;
      bestLength = end - start + 1;
    }
  }
  return [bestStart, bestLength];
}
