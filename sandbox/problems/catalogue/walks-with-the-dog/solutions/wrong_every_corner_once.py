from heapq import heappop, heappush


def walks_with_the_dog(corners, paths, evenings):
    onwards = [[] for _ in range(corners)]
    for start, end, length in paths:
        onwards[start].append((length, end))
    lengths = []
    heap = [(0, 0, frozenset([0]))]
    while heap and len(lengths) < evenings:
        walked, corner, passed = heappop(heap)
        if corner == corners - 1:
            lengths.append(walked)
        for length, end in onwards[corner]:
            if end not in passed:
                heappush(heap, (walked + length, end, passed | {end}))
    return lengths
