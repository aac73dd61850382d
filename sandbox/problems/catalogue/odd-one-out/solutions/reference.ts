function oddOneOut(sent: number[], received: number[]): number[] {
  let flipped = 0;
  for (const value of sent) flipped ^= value;
  for (const value of received) flipped ^= value;

  // Among the readings that have the flipped bit, all but one of the two values cancel out.
  let found = 0;
  let surplus = 0;
  for (const value of sent) {
    if (value & flipped) {
      found ^= value;
      surplus++;
    }
  }
  for (const value of received) {
    if (value & flipped) {
      found ^= value;
      surplus--;
    }
  }

  const other = found ^ flipped;
  return surplus > 0 ? [found, other] : [other, found];
}
