function harbourDues(prices, boats) {
  const until = prices.map(() => 0);
  let paid = 0;
  let away = 0;
  for (const [arrival, departure] of boats) {
    const berth = until.findIndex((hour) => hour <= arrival);
    if (berth < 0) {
      away++;
    } else {
      until[berth] = departure;
      paid += prices[berth] * (departure - arrival);
    }
  }
  return [paid, away];
}
