function islandCounts(rows, columns, emerged) {
  const land = new Uint8Array(rows * columns);
  const squares = [];
  let walk = 0;
  const seen = new Uint32Array(rows * columns);
  return emerged.map(([row, column]) => {
    const square = row * columns + column;
    if (!land[square]) squares.push(square);
    land[square] = 1;
    walk++;
    let islands = 0;
    for (const start of squares) {
      if (seen[start] === walk) continue;
      islands++;
      seen[start] = walk;
      const ashore = [start];
      while (ashore.length > 0) {
        const here = ashore.pop();
        const c = here % columns;
        const first = here - c;
        for (const beside of [here - columns, here + columns, first + ((c + 1) % columns), first + ((c + columns - 1) % columns)]) {
          if (land[beside] && seen[beside] !== walk) {
            seen[beside] = walk;
            ashore.push(beside);
          }
        }
      }
    }
    return islands;
  });
}
