from heapq import heappop, heappush


def walks_with_the_dog(corners, paths, evenings):
    onwards = [[] for _ in range(corners)]
    for start, end, length in paths:
        onwards[start].append((length, end))

    tavern = corners - 1
    lengths = []
    # The walks to a corner that the shortest ones to the tavern go on from are among the shortest to that
    # corner: more than `evenings` of them are never needed.
    arrivals = [0] * corners
    heap = [(0, 0)]
    while heap and len(lengths) < evenings:
        walked, corner = heappop(heap)
        if arrivals[corner] == evenings:
            continue
        arrivals[corner] += 1
        if corner == tavern:
            lengths.append(walked)
        for length, end in onwards[corner]:
            if arrivals[end] < evenings:
                heappush(heap, (walked + length, end))
    return lengths
