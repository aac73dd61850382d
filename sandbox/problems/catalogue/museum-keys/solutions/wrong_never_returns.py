from collections import deque

r, c = map(int, input().split())
plan = [input() for _ in range(r)]
start = next((y, x) for y in range(r) for x in range(c) if plan[y][x] == "W")
queue = deque([(start, frozenset(), 0)])
seen = {start}
answer = -1
while queue:
    (y, x), keys, steps = queue.popleft()
    if plan[y][x] == "X":
        answer = steps
        break
    for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
        if not (0 <= ny < r and 0 <= nx < c) or (ny, nx) in seen:
            continue
        place = plan[ny][nx]
        if place == "#" or (place in "ABCDEF" and place.lower() not in keys):
            continue
        seen.add((ny, nx))
        queue.append(((ny, nx), keys | {place} if place in "abcdef" else keys, steps + 1))
print(answer)
