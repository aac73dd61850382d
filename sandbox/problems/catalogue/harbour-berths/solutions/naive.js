function harbourDues(prices, boats) {
  const until = prices.map(() => 0);
  let paid = 0;
  let away = 0;
  for (const [arrival, departure] of boats) {
    let best = -1;
    for (let berth = 0; berth < prices.length; berth++) {
      if (until[berth] <= arrival && (best < 0 || prices[berth] < prices[best])) best = berth;
    }
    if (best < 0) {
      away++;
    } else {
      until[best] = departure;
      paid += prices[best] * (departure - arrival);
    }
  }
  return [paid, away];
}
