function stoneGameGrundy(piles, moves) {
  let largest = 0;
  for (const pile of piles) largest = Math.max(largest, pile);
  const values = [];
  for (let size = 0; size <= largest; size++) {
    let taken = 0;
    for (const move of moves) {
      if (move <= size) taken |= 1 << values[size - move];
    }
    let value = 0;
    while (taken & (1 << value)) value++;
    values.push(value);
  }

  let total = 0;
  for (const pile of piles) total ^= values[pile];
  if (total === 0) return 0;
  let winning = 0;
  for (const pile of piles) {
    for (const move of moves) {
      if (move <= pile && values[pile - move] === (total ^ values[pile])) winning++;
    }
  }
  return winning;
}
