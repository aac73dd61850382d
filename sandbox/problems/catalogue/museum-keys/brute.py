# Lengthens all walks step by step: after each step, the set of everything that may be true of the watchman.
r, c = map(int, input().split())
plan = {}
for y in range(r):
    for x, place in enumerate(input()):
        plan[y, x] = place
start = next(spot for spot, place in plan.items() if place == "W")
now = {(start, "")}
ever = set(now)
steps = 0
while now and not any(plan[spot] == "X" for spot, _ in now):
    steps += 1
    following = set()
    for (y, x), keys in now:
        for spot in ((y - 1, x), (y + 1, x), (y, x - 1), (y, x + 1)):
            place = plan.get(spot, "#")
            if place == "#" or (place in "ABCDEF" and place.lower() not in keys):
                continue
            held = "".join(sorted(set(keys) | {place})) if place in "abcdef" else keys
            following.add((spot, held))
    now = following - ever
    ever |= now
print(steps if now else -1)
