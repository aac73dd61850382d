function carouselPositions(horses, events) {
  const count = horses.length;
  let posts = horses;
  const answers = [];
  for (const [kind, number] of events) {
    if (kind === 0) {
      const places = ((number % count) + count) % count;
      const turned = new Array(count);
      for (let post = 0; post < count; post++) turned[(post + places) % count] = posts[post];
      posts = turned;
    } else {
      let answer = -1;
      for (let post = 0; post < count; post++) {
        if (posts[post] === number) answer = post;
      }
      answers.push(answer);
    }
  }
  return answers;
}
