def harbour_dues(prices, boats):
    paid = away = 0
    stays = []
    for arrival, departure in boats:
        taken = [berth for berth, leaves in stays if leaves > arrival]
        free = [berth for berth in range(len(prices)) if berth not in taken]
        if not free:
            away += 1
            continue
        cheapest = sorted(free, key=lambda berth: prices[berth])[0]
        stays.append((cheapest, departure))
        for _ in range(arrival, departure):
            paid += prices[cheapest]
    return [paid, away]
