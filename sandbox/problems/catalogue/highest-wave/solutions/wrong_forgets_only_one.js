function highestWave(waves, memory) {
  const hours = [];
  return waves.map((wave, now) => {
    if (hours.length > 0 && waves[hours[hours.length - 1]] <= wave) hours.pop();
    hours.push(now);
    if (hours[0] <= now - memory) hours.shift();
    return hours[0];
  });
}
