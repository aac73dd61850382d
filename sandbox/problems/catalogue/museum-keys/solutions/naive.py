from collections import deque

r, c = map(int, input().split())
plan = [input() for _ in range(r)]
spots = {plan[y][x]: (y, x) for y in range(r) for x in range(c)}


def distances(start, keys):
    far = {start: 0}
    queue = deque([start])
    while queue:
        y, x = queue.popleft()
        for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            if not (0 <= ny < r and 0 <= nx < c) or (ny, nx) in far:
                continue
            place = plan[ny][nx]
            if place == "#" or (place in "ABCDEF" and place.lower() not in keys):
                continue
            far[ny, nx] = far[y, x] + 1
            queue.append((ny, nx))
    return far


def fewest(start, keys):
    far = distances(start, keys)
    best = far.get(spots["X"], 10**9)
    for key in "abcdef":
        if key not in keys and key in spots and spots[key] in far:
            best = min(best, far[spots[key]] + fewest(spots[key], keys + key))
    return best


steps = fewest(spots["W"], "")
print(steps if steps < 10**9 else -1)
