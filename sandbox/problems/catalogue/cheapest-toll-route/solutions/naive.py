def cheapest_route(towns, roads, vouchers):
    far = float("inf")
    cost = [[far] * (vouchers + 1) for _ in range(towns)]
    cost[0][0] = 0
    changed = True
    while changed:
        changed = False
        for start, end, toll in roads:
            for used in range(vouchers + 1):
                paid = cost[start][used]
                if paid + toll < cost[end][used]:
                    cost[end][used] = paid + toll
                    changed = True
                if used < vouchers and paid + toll // 2 < cost[end][used + 1]:
                    cost[end][used + 1] = paid + toll // 2
                    changed = True
    best = min(cost[towns - 1])
    return -1 if best == far else best
