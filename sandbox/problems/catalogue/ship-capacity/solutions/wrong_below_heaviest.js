function shipCapacity(weights, fragile, trips) {
  const needed = (capacity) => {
    let used = 1;
    let load = 0;
    let closed = false;
    for (let i = 0; i < weights.length; i++) {
      if (closed || (load > 0 && load + weights[i] > capacity)) {
        used++;
        load = 0;
      }
      load += weights[i];
      closed = fragile[i];
    }
    return used;
  };

  let low = 1;
  let high = weights.reduce((a, b) => a + b, 0);
  if (needed(high) > trips) return -1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (needed(middle) <= trips) high = middle;
    else low = middle + 1;
  }
  return low;
}
