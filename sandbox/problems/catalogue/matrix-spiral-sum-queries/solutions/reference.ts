function snailMeals(bed: number[][], walks: number[][]): number[] {
  // table[r][c]: all leaves in the first r rows and c columns.
  const table = [new Array<number>(bed[0].length + 1).fill(0)];
  for (const row of bed) {
    const above = table[table.length - 1];
    const line = [0];
    let leaves = 0;
    for (let c = 0; c < row.length; c++) {
      leaves += row[c];
      line.push(above[c + 1] + leaves);
    }
    table.push(line);
  }
  const part = (top: number, left: number, bottom: number, right: number): number =>
    table[bottom + 1][right + 1] - table[top][right + 1] - table[bottom + 1][left] + table[top][left];

  return walks.map(([top, left, bottom, right, plants]) => {
    const whole = part(top, left, bottom, right);
    const height = bottom - top + 1;
    const width = right - left + 1;
    // The rings that are eaten whole: the most of which all plants are eaten.
    const within = (rings: number): number =>
      height * width - Math.max(0, height - 2 * rings) * Math.max(0, width - 2 * rings);
    let low = 0;
    let high = (Math.min(height, width) + 1) >> 1;
    while (low < high) {
      const rings = (low + high + 1) >> 1;
      if (within(rings) <= plants) low = rings;
      else high = rings - 1;
    }
    plants -= within(low);
    top += low;
    left += low;
    bottom -= low;
    right -= low;
    if (top > bottom || left > right) return whole;
    let leaves = whole - part(top, left, bottom, right);
    const along = Math.min(plants, right - left + 1);
    if (along > 0) leaves += part(top, left, top, left + along - 1);
    plants -= along;
    const down = Math.min(plants, bottom - top);
    if (down > 0) leaves += part(top + 1, right, top + down, right);
    plants -= down;
    const back = Math.min(plants, right - left);
    if (back > 0) leaves += part(bottom, right - back, bottom, right - 1);
    plants -= back;
    if (plants > 0) leaves += part(bottom - plants, left, bottom - 1, left);
    return leaves;
  });
}
