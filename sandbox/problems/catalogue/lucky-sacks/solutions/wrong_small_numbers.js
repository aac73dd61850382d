function luckAndTrouble(weights, base) {
  return weights.map((weight) => {
    let trouble = 0;
    while (weight >= base) {
      let total = 0;
      while (weight > 0) {
        total += weight % base;
        weight = (weight / base) | 0;
      }
      weight = total;
      trouble++;
    }
    return [weight, trouble];
  });
}
