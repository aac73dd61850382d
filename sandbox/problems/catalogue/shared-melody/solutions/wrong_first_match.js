function sharedMelody(north, south) {
  let melody = '';
  let j = 0;
  for (const note of north) {
    const place = south.indexOf(note, j);
    if (place >= 0) {
      melody += note;
      j = place + 1;
    }
  }
  return melody;
}
