function shipCapacity(weights: number[], fragile: boolean[], trips: number): number {
  const count = weights.length;
  let forced = 1;
  for (let i = 0; i + 1 < count; i++) {
    if (fragile[i]) forced++;
  }
  if (forced > trips) return -1;

  const fits = (capacity: number): boolean => {
    let used = 1;
    let load = 0;
    for (let i = 0; i < count; i++) {
      if (load + weights[i] > capacity || (i > 0 && fragile[i - 1])) {
        used++;
        if (used > trips) return false;
        load = 0;
      }
      load += weights[i];
    }
    return true;
  };

  let low = 0;
  let high = 0;
  for (const weight of weights) {
    if (weight > low) low = weight;
    high += weight;
  }
  while (low < high) {
    // The sum may exceed 32 bits, so no bit operators here.
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
