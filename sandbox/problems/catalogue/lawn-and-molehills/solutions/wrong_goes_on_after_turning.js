function mownSquares(program, rounds, molehills) {
  const blocked = new Set(molehills.map(([x, y]) => `${x},${y}`));
  let [x, y, east, north] = [0, 0, 0, 1];
  const mown = new Set(['0,0']);
  for (const letter of program.repeat(rounds)) {
    if (letter === 'L') {
      [east, north] = [-north, east];
    } else if (letter === 'R') {
      [east, north] = [north, -east];
    } else {
      for (let turns = 0; turns < 4 && blocked.has(`${x + east},${y + north}`); turns++) {
        [east, north] = [north, -east];
      }
      if (blocked.has(`${x + east},${y + north}`)) continue;
      x += east;
      y += north;
      mown.add(`${x},${y}`);
    }
  }
  return mown.size;
}
