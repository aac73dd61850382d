function smudgedVisitorBook(book) {
  let inside = new Set([0]);
  let settled = 0;
  for (let k = 1; k <= book.length && inside.size > 0; k++) {
    const after = new Set();
    for (const people of inside) {
      if (book[k - 1] !== ')') after.add(people + 1);
      if (book[k - 1] !== '(' && people > 0) after.add(people - 1);
      if (book[k - 1] === '?') after.add(people);
    }
    inside = after;
    if (inside.has(0)) settled = k;
  }
  return settled;
}
