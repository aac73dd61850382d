function highestWave(waves: number[], memory: number): number[] {
  // Hours that may still be an answer, from hours[first] on: each wave is higher than all that came after it.
  const hours: number[] = [];
  let first = 0;
  return waves.map((wave, now) => {
    while (hours.length > first && waves[hours[hours.length - 1]] <= wave) hours.pop();
    hours.push(now);
    if (hours[first] <= now - memory) first++;
    return hours[first];
  });
}
