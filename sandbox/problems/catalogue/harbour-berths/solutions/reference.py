from heapq import heapify, heappop, heappush


def harbour_dues(prices, boats):
    # Berths of the same price are as good as each other, so prices stand for them.
    free = list(prices)
    heapify(free)
    lying = []
    paid = away = 0
    for arrival, departure in boats:
        while lying and lying[0][0] <= arrival:
            heappush(free, heappop(lying)[1])
        if not free:
            away += 1
            continue
        price = heappop(free)
        paid += price * (departure - arrival)
        heappush(lying, (departure, price))
    return [paid, away]
