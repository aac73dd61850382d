def harbour_dues(prices, boats):
    until = [0] * len(prices)
    paid = away = 0
    for arrival, departure in boats:
        best = -1
        for berth in range(len(prices)):
            if until[berth] <= arrival and (best < 0 or prices[berth] < prices[best]):
                best = berth
        if best < 0:
            away += 1
        else:
            until[best] = departure
            paid += prices[best] * (departure - arrival)
    return [paid, away]
