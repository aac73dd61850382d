from bisect import bisect_right


def kth_duet(fees, schools, rank):
    everyone = sorted(fees)
    members = {}
    for fee, school in sorted(zip(fees, schools)):
        members.setdefault(school, []).append(fee)
    groups = [group for group in members.values() if len(group) > 1]

    def pairs(singers, price):
        return sum(bisect_right(singers, price - fee) for fee in singers)

    def duets(price):
        return (pairs(everyone, price) - sum(pairs(group, price) for group in groups)) // 2

    low, high = 2 * everyone[0], 2 * everyone[-1]
    if duets(high) < rank:
        return []
    while low < high:
        middle = (low + high) // 2
        if duets(middle) >= rank:
            high = middle
        else:
            low = middle + 1
    return [low, duets(low - 1)]
