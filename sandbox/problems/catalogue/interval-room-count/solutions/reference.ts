function rehearsalRooms(bookings: number[][], airing: number): number[] {
  const starts = bookings.map((b) => b[0]).sort((a, b) => a - b);
  const ends = bookings.map((b) => b[1] + airing).sort((a, b) => a - b);
  let rooms = 0;
  let first = 0;
  let minutes = 0;
  let free = 0;
  for (let i = 0; i < starts.length; i++) {
    while (ends[free] <= starts[i]) free++;
    const occupied = i + 1 - free;
    if (occupied < rooms) continue;
    if (occupied > rooms) {
      rooms = occupied;
      first = starts[i];
      minutes = 0;
    }
    const next = i + 1 < starts.length ? starts[i + 1] : Infinity;
    minutes += Math.min(ends[free], next) - starts[i];
  }
  return [rooms, first, minutes];
}
