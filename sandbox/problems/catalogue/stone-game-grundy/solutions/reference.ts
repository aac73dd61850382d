function stoneGameGrundy(piles: number[], moves: number[]): number {
  const reach = Math.max(...moves);
  let largest = 0;
  for (const pile of piles) largest = Math.max(largest, pile);

  // The value of a pile depends on the `reach` values before it, so once such a row of values
  // returns, everything after it returns too.
  const values: number[] = [];
  const seen = new Map<string, number>();
  let start = 0;
  let period = 0;
  while (values.length <= largest) {
    const size = values.length;
    let taken = 0;
    for (const move of moves) {
      if (move <= size) taken |= 1 << values[size - move];
    }
    let value = 0;
    while (taken & (1 << value)) value++;
    values.push(value);
    if (size >= reach) {
      const row = values.slice(-reach).join();
      const before = seen.get(row);
      if (before !== undefined) {
        start = before;
        period = size - start;
        break;
      }
      seen.set(row, size);
    }
  }

  const valueOf = (pile: number): number =>
    pile < values.length ? values[pile] : values[start + ((pile - start) % period)];

  let total = 0;
  for (const pile of piles) total ^= valueOf(pile);
  if (total === 0) return 0;

  let winning = 0;
  for (const pile of piles) {
    const wanted = total ^ valueOf(pile);
    for (const move of moves) {
      if (move <= pile && valueOf(pile - move) === wanted) winning++;
    }
  }
  return winning;
}
