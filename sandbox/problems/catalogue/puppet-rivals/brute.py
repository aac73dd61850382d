from itertools import permutations


def cheapest_cast(fees, rivals):
    costs = []
    for cast in permutations(range(len(fees))):
        hands_over = [[a, b] for a, b in zip(cast, cast[1:])]
        if not any([a, b] in rivals or [b, a] in rivals for a, b in hands_over):
            costs.append(sum(fees[player][scene] for scene, player in enumerate(cast)))
    return min(costs, default=-1)
