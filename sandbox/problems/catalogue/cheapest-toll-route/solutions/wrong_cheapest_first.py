from heapq import heappop, heappush


def cheapest_route(towns, roads, vouchers):
    leaving = [[] for _ in range(towns)]
    for start, end, toll in roads:
        leaving[start].append((end, toll))
    cost = {0: 0}
    came = {}
    heap = [(0, 0)]
    while heap:
        paid, town = heappop(heap)
        if paid > cost[town]:
            continue
        for end, toll in leaving[town]:
            if paid + toll < cost.get(end, float("inf")):
                cost[end] = paid + toll
                came[end] = (town, toll)
                heappush(heap, (paid + toll, end))
    if towns - 1 not in cost:
        return -1
    tolls = []
    town = towns - 1
    while town != 0:
        town, toll = came[town]
        tolls.append(toll)
    tolls.sort(reverse=True)
    return sum(tolls[vouchers:]) + sum(toll // 2 for toll in tolls[:vouchers])
