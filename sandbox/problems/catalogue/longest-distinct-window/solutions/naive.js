function longestStretch(songs, limit) {
  let best = [0, 0];
  for (let start = 0; start < songs.length; start++) {
    const plays = new Map();
    let end = start;
    while (end < songs.length) {
      const count = (plays.get(songs[end]) || 0) + 1;
      if (count > limit) break;
      plays.set(songs[end], count);
      end++;
    }
    if (end - start > best[1]) best = [start, end - start];
  }
  return best;
}
