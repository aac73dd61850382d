function mownSquares(program, rounds, molehills) {
  let [x, y, east, north] = [0, 0, 0, 1];
  const mown = new Set(['0,0']);
  const blocked = (x, y) => molehills.some((hill) => hill[0] === x && hill[1] === y);
  for (const letter of program.repeat(rounds)) {
    if (letter === 'L') {
      [east, north] = [-north, east];
    } else if (letter === 'R' || blocked(x + east, y + north)) {
      [east, north] = [north, -east];
    } else {
      x += east;
      y += north;
      mown.add(`${x},${y}`);
    }
  }
  return mown.size;
}
