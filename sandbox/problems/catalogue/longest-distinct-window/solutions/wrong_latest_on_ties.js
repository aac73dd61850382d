function longestStretch(songs, limit) {
  const plays = new Map();
  let start = 0;
  let best = [0, 0];
  songs.forEach((song, end) => {
    plays.set(song, (plays.get(song) || 0) + 1);
    while (plays.get(song) > limit) {
      plays.set(songs[start], plays.get(songs[start]) - 1);
      start++;
    }
    if (end - start + 1 >= best[1]) best = [start, end - start + 1];
  });
  return best;
}
