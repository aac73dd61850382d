function rangeAssignSum(length, orders) {
  const levels = new Array(length).fill(0);
  const answers = [];
  for (const order of orders) {
    if (order.length === 2) {
      let sum = 0;
      for (let post = order[0] - 1; post < order[1]; post++) sum += levels[post];
      answers.push(sum);
    } else {
      let level = order[2];
      for (let post = order[0] - 1; post < order[1]; post++) {
        levels[post] = level;
        level += order[3];
      }
    }
  }
  return answers;
}
