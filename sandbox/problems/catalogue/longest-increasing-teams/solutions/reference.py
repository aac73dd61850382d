from itertools import groupby

MODULUS = 1000000007


def longest_increasing_teams(heights, loads):
    rank = {load: place for place, load in enumerate(sorted(set(loads)), 1)}
    top = len(rank)
    # A Fenwick tree over the packs: the longest rope in a node's range and the number of such ropes.
    longest = [0] * (top + 1)
    number = [0] * (top + 1)

    for _, same_height in groupby(sorted(zip(heights, loads)), key=lambda climber: climber[0]):
        # Climbers of one height all look before any of them is entered.
        entries = []
        for _, load in same_height:
            place = rank[load]
            best, ways = 0, 1
            node = place - 1
            while node:
                if longest[node] > best:
                    best, ways = longest[node], number[node]
                elif longest[node] == best and best:
                    ways += number[node]
                node &= node - 1
            entries.append((place, best + 1, ways % MODULUS))
        for node, best, ways in entries:
            while node <= top:
                if longest[node] < best:
                    longest[node], number[node] = best, ways
                elif longest[node] == best:
                    number[node] += ways
                node += node & -node

    best, ways = 0, 0
    node = top
    while node:
        if longest[node] > best:
            best, ways = longest[node], number[node]
        elif longest[node] == best:
            ways += number[node]
        node &= node - 1
    return [best, ways % MODULUS]
