function fewestExchanges(heights) {
  const rising = [...heights].sort((a, b) => a - b);
  const falling = [...rising].reverse();
  return Math.min(exchanges([...heights], rising), exchanges([...heights], falling));
}

function exchanges(row, wanted) {
  let needed = 0;
  for (let step = 0; step < row.length; step++) {
    if (row[step] === wanted[step]) continue;
    let other = step + 1;
    while (row[other] !== wanted[step]) other++;
    row[other] = row[step];
    needed++;
  }
  return needed;
}
