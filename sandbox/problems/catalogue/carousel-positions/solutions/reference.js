function carouselPositions(horses, events) {
  const count = horses.length;
  const firstPost = new Map(horses.map((horse, post) => [horse, post]));
  let turned = 0; // from 0 to count - 1
  const answers = [];
  for (const [kind, number] of events) {
    if (kind === 0) {
      turned = (turned + (number % count) + count) % count;
    } else {
      const post = firstPost.get(number);
      answers.push(post === undefined ? -1 : (post + turned) % count);
    }
  }
  return answers;
}
