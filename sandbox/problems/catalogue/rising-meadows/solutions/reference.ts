function islandCounts(rows: number, columns: number, emerged: number[][]): number[] {
  const size = rows * columns;
  const above = new Int32Array(size).fill(-1);

  const root = (square: number): number => {
    while (above[square] !== square) {
      above[square] = above[above[square]];
      square = above[square];
    }
    return square;
  };

  let islands = 0;
  return emerged.map(([row, column]) => {
    const first = row * columns;
    const square = first + column;
    if (above[square] >= 0) return islands;
    above[square] = square;
    islands++;
    const neighbours = [
      square - columns,
      square + columns,
      first + ((column + 1) % columns),
      first + ((column + columns - 1) % columns),
    ];
    for (const beside of neighbours) {
      if (beside < 0 || beside >= size || above[beside] < 0) continue;
      const other = root(beside);
      if (other !== square) {
        // The new square becomes the root of everything that it joins.
        above[other] = square;
        islands--;
      }
    }
    return islands;
  });
}
