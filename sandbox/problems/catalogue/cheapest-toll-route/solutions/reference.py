from heapq import heappop, heappush


def cheapest_route(towns, roads, vouchers):
    leaving = [[] for _ in range(towns)]
    for start, end, toll in roads:
        leaving[start].append((end, toll))
    # A state is town * (vouchers + 1) + vouchers used.
    layers = vouchers + 1
    far = float("inf")
    cost = [far] * (towns * layers)
    cost[0] = 0
    heap = [(0, 0)]
    while heap:
        paid, state = heappop(heap)
        if paid > cost[state]:
            continue
        town, used = divmod(state, layers)
        if town == towns - 1:
            return paid
        for end, toll in leaving[town]:
            to = end * layers + used
            if paid + toll < cost[to]:
                cost[to] = paid + toll
                heappush(heap, (paid + toll, to))
            if used < vouchers:
                half = paid + toll // 2
                if half < cost[to + 1]:
                    cost[to + 1] = half
                    heappush(heap, (half, to + 1))
    return -1
