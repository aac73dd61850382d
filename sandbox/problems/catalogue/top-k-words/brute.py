# Repeatedly the best of what is left, counted from the list of standing wishes.
standing = []
for _ in range(int(input())):
    kind, word = input().split()
    if kind == "+":
        standing.append(word)
    elif kind == "-":
        standing.remove(word)
    else:
        left = set(standing)
        leading = []
        while left and len(leading) < int(word):
            most = max(standing.count(song) for song in left)
            best = min(song for song in left if standing.count(song) == most)
            left.remove(best)
            leading.append(best)
        print(" ".join(leading) or "silence")
