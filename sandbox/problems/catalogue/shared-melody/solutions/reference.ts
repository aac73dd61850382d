function sharedMelody(north: string, south: string): string {
  // longest[i][j]: notes in the longest melody of north from i and south from j on
  const longest = Array.from({ length: north.length + 1 }, () => new Array<number>(south.length + 1).fill(0));
  for (let i = north.length - 1; i >= 0; i--) {
    const row = longest[i];
    const below = longest[i + 1];
    const note = north[i];
    for (let j = south.length - 1; j >= 0; j--) {
      row[j] = south[j] === note ? below[j + 1] + 1 : Math.max(below[j], row[j + 1]);
    }
  }

  const notes = [...new Set(north)].sort();
  let melody = '';
  let i = 0;
  let j = 0;
  for (let left = longest[0][0]; left > 0; left--) {
    // The earliest places of a note leave the most behind them.
    for (const note of notes) {
      const k = north.indexOf(note, i);
      const m = south.indexOf(note, j);
      if (k < 0 || m < 0 || longest[k][m] !== left) continue;
      melody += note;
      i = k + 1;
      j = m + 1;
      break;
    }
  }
  return melody;
}
