function luckAndTrouble(weights: number[], base: number): number[][] {
  return weights.map((weight) => {
    let trouble = 0;
    while (weight >= base) {
      let total = 0;
      while (weight > 0) {
        total += weight % base;
        weight = Math.floor(weight / base);
      }
      weight = total;
      trouble++;
    }
    return [weight, trouble];
  });
}
