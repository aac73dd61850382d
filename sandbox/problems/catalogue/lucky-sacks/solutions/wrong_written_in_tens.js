function luckAndTrouble(weights, base) {
  return weights.map((weight) => {
    let trouble = 0;
    while (weight >= base) {
      const before = weight;
      weight = [...String(weight)].reduce((sum, digit) => sum + Number(digit), 0);
      if (weight === before) weight %= base;
      trouble++;
    }
    return [weight, trouble];
  });
}
