def kth_duet(fees, schools, rank):
    everyone = sorted(fees)
    members = {}
    for fee, school in zip(fees, schools):
        members.setdefault(school, []).append(fee)
    groups = [sorted(group) for group in members.values() if len(group) > 1]

    def pairs(singers, price):
        """Ordered pairs, a singer with himself too, that cost at most price."""
        partners = len(singers)
        total = 0
        for fee in singers:
            rest = price - fee
            while partners and singers[partners - 1] > rest:
                partners -= 1
            if not partners:
                break
            total += partners
        return total

    alone = [group[0] for group in members.values() if len(group) == 1]

    def duets(price):
        # All ordered pairs of everyone, less those within a school; of those who are the only
        # one of their school, these are the pairs with themselves.
        total = pairs(everyone, price)
        for group in groups:
            total -= pairs(group, price)
        for fee in alone:
            if 2 * fee <= price:
                total -= 1
        return total // 2

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
