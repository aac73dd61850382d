const [n, q] = readline().split(' ').map(Number);
const books = readline().split(' ').map(Number);
let crooked = 0;
for (let i = 0; i < n; i++) {
  for (let j = i + 1; j < n; j++) {
    if (books[i] > books[j]) crooked++;
  }
}
for (let reader = 0; reader < q; reader++) {
  const [p, height] = readline().split(' ').map(Number);
  let more = 0;
  for (let i = 0; i < n; i++) {
    if (i < p ? books[i] > height : books[i] < height) more++;
  }
  console.log(crooked + more);
}
