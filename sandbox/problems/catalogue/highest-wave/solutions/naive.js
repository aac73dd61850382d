function highestWave(waves, memory) {
  return waves.map((_, now) => {
    let best = now;
    for (let hour = now - 1; hour >= 0 && hour > now - memory; hour--) {
      if (waves[hour] > waves[best]) best = hour;
    }
    return best;
  });
}
