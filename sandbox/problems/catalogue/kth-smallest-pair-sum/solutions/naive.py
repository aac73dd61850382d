def kth_duet(fees, schools, rank):
    cheapest = min(fees)
    duets = [0] * (2 * (max(fees) - cheapest) + 1)
    for i in range(len(fees)):
        fee, school = fees[i] - 2 * cheapest, schools[i]
        for j in range(i):
            if schools[j] != school:
                duets[fee + fees[j]] += 1
    cheaper = 0
    for price, count in enumerate(duets, 2 * cheapest):
        if cheaper + count >= rank:
            return [price, cheaper]
        cheaper += count
    return []
