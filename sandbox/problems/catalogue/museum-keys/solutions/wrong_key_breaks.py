from collections import deque

r, c = map(int, input().split())
plan = [input() for _ in range(r)]
start = next((y, x) for y in range(r) for x in range(c) if plan[y][x] == "W")
first = (start, frozenset(), frozenset())
far = {first: 0}
queue = deque([first])
answer = -1
while queue:
    (y, x), keys, used = state = queue.popleft()
    if plan[y][x] == "X":
        answer = far[state]
        break
    for ny, nx in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
        if not (0 <= ny < r and 0 <= nx < c):
            continue
        place = plan[ny][nx]
        have, gone = keys, used
        if place == "#":
            continue
        if place in "ABCDEF":
            if place.lower() not in keys or place in used:
                continue
            gone = used | {place}
        if place in "abcdef":
            have = keys | {place}
        following = ((ny, nx), have, gone)
        if following not in far:
            far[following] = far[state] + 1
            queue.append(following)
print(answer)
