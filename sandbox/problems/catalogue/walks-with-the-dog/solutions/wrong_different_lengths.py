from heapq import heappop, heappush


def walks_with_the_dog(corners, paths, evenings):
    onwards = [[] for _ in range(corners)]
    for start, end, length in paths:
        onwards[start].append((length, end))
    found = [set() for _ in range(corners)]
    heap = [(0, 0)]
    while heap and len(found[-1]) < evenings:
        walked, corner = heappop(heap)
        if walked in found[corner] or len(found[corner]) == evenings:
            continue
        found[corner].add(walked)
        for length, end in onwards[corner]:
            heappush(heap, (walked + length, end))
    return sorted(found[-1])
