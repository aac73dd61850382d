function carouselPositions(horses: number[], events: number[][]): number[] {
  const count = horses.length;
  const firstPost = new Map(horses.map((horse, post): [number, number] => [horse, post]));
  let turned = 0; // from 0 to count - 1
  const answers: number[] = [];
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
