MODULUS = 1000000007


def longest_increasing_teams(heights, loads):
    rank = {load: place for place, load in enumerate(sorted(set(loads)), 1)}
    top = len(rank)
    longest = [0] * (top + 1)
    number = [0] * (top + 1)

    def look(node, nobody):
        best, ways = 0, nobody
        while node:
            if longest[node] > best:
                best, ways = longest[node], number[node]
            elif longest[node] == best and best:
                ways += number[node]
            node &= node - 1
        return best, ways % MODULUS

    for _, load in sorted(zip(heights, loads)):
        node = rank[load]
        best, ways = look(node - 1, 1)
        best += 1
        while node <= top:
            if longest[node] < best:
                longest[node], number[node] = best, ways
            elif longest[node] == best:
                number[node] = (number[node] + ways) % MODULUS
            node += node & -node
    return list(look(top, 0))
