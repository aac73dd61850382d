function carouselPositions(horses, events) {
  const posts = new Map(horses.map((horse, post) => [horse, post]));
  let turned = 0;
  const answers = [];
  for (const [kind, number] of events) {
    if (kind === 0) turned = (turned + number) % horses.length;
    else answers.push(posts.has(number) ? (posts.get(number) + turned) % horses.length : -1);
  }
  return answers;
}
