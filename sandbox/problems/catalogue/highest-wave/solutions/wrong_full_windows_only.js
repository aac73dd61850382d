function highestWave(waves, memory) {
  const hours = [];
  const answers = [];
  waves.forEach((wave, now) => {
    while (hours.length > 0 && waves[hours[hours.length - 1]] <= wave) hours.pop();
    hours.push(now);
    if (hours[0] <= now - memory) hours.shift();
    if (now >= memory - 1) answers.push(hours[0]);
  });
  return answers;
}
