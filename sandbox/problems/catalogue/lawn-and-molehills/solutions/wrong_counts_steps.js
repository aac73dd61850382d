function mownSquares(program, rounds, molehills) {
  const blocked = new Set(molehills.map(([x, y]) => `${x},${y}`));
  let [x, y, east, north] = [0, 0, 0, 1];
  let mown = 1;
  for (const letter of program.repeat(rounds)) {
    if (letter === 'L') {
      [east, north] = [-north, east];
    } else if (letter === 'R' || blocked.has(`${x + east},${y + north}`)) {
      [east, north] = [north, -east];
    } else {
      x += east;
      y += north;
      mown++;
    }
  }
  return mown;
}
