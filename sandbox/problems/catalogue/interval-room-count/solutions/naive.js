function rehearsalRooms(bookings, airing) {
  const moments = [...new Set(bookings.flatMap(([from, to]) => [from, to + airing]))];
  moments.sort((a, b) => a - b);
  let rooms = 0;
  let first = 0;
  let minutes = 0;
  for (let i = 0; i + 1 < moments.length; i++) {
    let occupied = 0;
    for (const booking of bookings) {
      if (booking[0] <= moments[i] && moments[i] < booking[1] + airing) occupied++;
    }
    if (occupied > rooms) {
      rooms = occupied;
      first = moments[i];
      minutes = 0;
    }
    if (occupied === rooms) minutes += moments[i + 1] - moments[i];
  }
  return [rooms, first, minutes];
}
