function shipCapacity(weights, fragile, trips) {
  let forced = 1;
  let capacity = 0;
  for (let i = 0; i < weights.length; i++) {
    capacity = Math.max(capacity, weights[i]);
    if (fragile[i] && i + 1 < weights.length) forced++;
  }
  if (forced > trips) return -1;
  for (;;) {
    let used = 1;
    let load = 0;
    for (let i = 0; i < weights.length; i++) {
      if (load + weights[i] > capacity || (i > 0 && fragile[i - 1])) {
        used++;
        load = 0;
      }
      load += weights[i];
    }
    if (used <= trips) return capacity;
    capacity++;
  }
}
