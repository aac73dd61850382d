from heapq import heappop, heappush


def cheapest_route(towns, roads, vouchers):
    leaving = [[] for _ in range(towns)]
    for start, end, toll in roads:
        leaving[start].append((end, toll))
        leaving[end].append((start, toll))
    best = {}
    heap = [(0, 0, vouchers)]
    while heap:
        paid, town, left = heappop(heap)
        if town == towns - 1:
            return paid
        if (town, left) in best:
            continue
        best[town, left] = paid
        for end, toll in leaving[town]:
            heappush(heap, (paid + toll, end, left))
            if left > 0:
                heappush(heap, (paid + toll // 2, end, left - 1))
    return -1
