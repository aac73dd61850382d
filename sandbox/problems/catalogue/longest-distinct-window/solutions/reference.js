function longestStretch(songs, limit) {
  const plays = new Map();
  let start = 0;
  let bestStart = 0;
  let bestLength = 0;
  for (let end = 0; end < songs.length; end++) {
    const song = songs[end];
    let count = (plays.get(song) || 0) + 1;
    plays.set(song, count);
    while (count > limit) {
      const oldest = songs[start++];
      plays.set(oldest, plays.get(oldest) - 1);
      if (oldest === song) count--;
    }
    if (end - start + 1 > bestLength) {
      bestStart = start;
      bestLength = end - start + 1;
    }
  }
  return [bestStart, bestLength];
}
