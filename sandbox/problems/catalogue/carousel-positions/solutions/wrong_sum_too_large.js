function carouselPositions(horses, events) {
  const count = horses.length;
  const posts = new Map(horses.map((horse, post) => [horse, post]));
  let turned = 0;
  const answers = [];
  for (const [kind, number] of events) {
    if (kind === 0) turned += number;
    else if (posts.has(number)) answers.push((((posts.get(number) + turned) % count) + count) % count);
    else answers.push(-1);
  }
  return answers;
}
