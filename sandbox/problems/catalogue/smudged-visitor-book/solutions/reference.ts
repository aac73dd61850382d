function smudgedVisitorBook(book: string): number {
  // Every number of people from fewest to most may be inside.
  let fewest = 0;
  let most = 0;
  let settled = 0;
  for (let k = 1; k <= book.length; k++) {
    const mark = book[k - 1];
    fewest += mark === '(' ? 1 : -1;
    most += mark === ')' ? -1 : 1;
    if (most < 0) break;
    fewest = Math.max(fewest, 0);
    if (fewest === 0) settled = k;
  }
  return settled;
}
