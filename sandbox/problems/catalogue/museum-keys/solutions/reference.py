import sys


def main():
    lines = sys.stdin.read().split("\n")
    r, c = map(int, lines[0].split())
    # A wall around the plan; places are numbered row by row.
    width = c + 2
    plan = "#" * width + "".join(f"#{lines[i + 1]}#" for i in range(r)) + "#" * width
    key_of = [1 << "abcdef".index(place) if place in "abcdef" else 0 for place in plan]
    lock_of = [1 << "ABCDEF".index(place) if place in "ABCDEF" else 0 for place in plan]
    wall = [place == "#" for place in plan]
    start, end = plan.index("W"), plan.index("X")

    # A state is a place and the set of keys, as place * 64 + keys.
    seen = bytearray(len(plan) * 64)
    seen[start * 64] = 1
    layer = [start * 64]
    steps = 0
    while layer:
        steps += 1
        following = []
        for state in layer:
            place, keys = state >> 6, state & 63
            for near in (place - width, place - 1, place + 1, place + width):
                if wall[near] or lock_of[near] & ~keys:
                    continue
                if near == end:
                    return steps
                state = near << 6 | keys | key_of[near]
                if not seen[state]:
                    seen[state] = 1
                    following.append(state)
        layer = following
    return -1


print(main())
