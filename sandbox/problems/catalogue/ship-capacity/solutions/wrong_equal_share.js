function shipCapacity(weights, fragile, trips) {
  const total = weights.reduce((a, b) => a + b, 0);
  const share = Math.max(...weights, Math.ceil(total / trips));
  const loads = [0];
  for (let i = 0; i < weights.length; i++) {
    const last = loads.length - 1;
    const full = loads[last] > 0 && loads[last] + weights[i] > share && loads.length < trips;
    if (full || (i > 0 && fragile[i - 1])) {
      loads.push(weights[i]);
    } else {
      loads[last] += weights[i];
    }
  }
  return loads.length > trips ? -1 : Math.max(...loads);
}
