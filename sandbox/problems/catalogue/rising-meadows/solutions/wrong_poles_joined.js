function islandCounts(rows, columns, emerged) {
  const size = rows * columns;
  const above = new Int32Array(size).fill(-1);

  const root = (square) => {
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
      (square - columns + size) % size,
      (square + columns) % size,
      first + ((column + 1) % columns),
      first + ((column + columns - 1) % columns),
    ];
    for (const beside of neighbours) {
      if (above[beside] < 0) continue;
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
