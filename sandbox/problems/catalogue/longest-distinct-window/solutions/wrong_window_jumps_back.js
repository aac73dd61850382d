function longestStretch(songs, limit) {
  const positions = new Map();
  let start = 0;
  let best = [0, 0];
  for (let end = 0; end < songs.length; end++) {
    const song = songs[end];
    if (!positions.has(song)) positions.set(song, []);
    const played = positions.get(song);
    played.push(end);
    if (played.length > limit) {
      start = played[played.length - 1 - limit] + 1;
    }
    if (end - start + 1 > best[1]) best = [start, end - start + 1];
  }
  return best;
}
