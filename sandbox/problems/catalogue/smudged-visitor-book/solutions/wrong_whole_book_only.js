function smudgedVisitorBook(book) {
  let fewest = 0;
  let most = 0;
  for (const mark of book) {
    fewest = Math.max(0, fewest + (mark === '(' ? 1 : -1));
    most += mark === ')' ? -1 : 1;
    if (most < 0) return 0;
  }
  return fewest === 0 ? book.length : 0;
}
