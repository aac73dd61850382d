function smudgedVisitorBook(book) {
  let fewest = 0;
  let most = 0;
  let settled = 0;
  for (let k = 1; k <= book.length; k++) {
    fewest += book[k - 1] === '(' ? 1 : -1;
    most += book[k - 1] === ')' ? -1 : 1;
    if (most < 0) break;
    if (fewest <= 0) settled = k;
  }
  return settled;
}
