import sys

MOST = 12_000


def main():
    things = sys.stdin.read().splitlines()
    # The neighbours of every child as they were seen first; 0 closes the row to a ring.
    left = [0] * (MOST + 1)
    right = [0] * (MOST + 1)
    left[0] = right[0] = 1
    lines = []
    turned = False
    for thing in things[1:]:
        what, *children = thing.split()
        if what == "turn":
            # The other side of the row: the two lists exchange their parts.
            left, right = right, left
            turned = not turned
        elif what == "out":
            child = int(children[0])
            before, after = left[child], right[child]
            right[before] = after
            left[after] = before
        elif what == "who":
            child = int(children[0])
            lines.append(f"{left[child]} {right[child]}")
        else:
            child, beside = int(children[0]), int(children[1])
            before = left[beside] if (what == "left") != turned else beside
            after = right[before]
            left[child], right[child] = before, after
            right[before] = left[after] = child
    row = []
    child = right[0]
    while child:
        row.append(child)
        child = right[child]
    lines.append(" ".join(map(str, row)))
    print("\n".join(lines))


main()
