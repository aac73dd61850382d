function sharedMelody(north, south) {
  const notes = [...new Set(north)].sort();
  let melody = '';
  let i = 0;
  let j = 0;
  for (;;) {
    const note = notes.find((each) => north.indexOf(each, i) >= 0 && south.indexOf(each, j) >= 0);
    if (note === undefined) return melody;
    melody += note;
    i = north.indexOf(note, i) + 1;
    j = south.indexOf(note, j) + 1;
  }
}
