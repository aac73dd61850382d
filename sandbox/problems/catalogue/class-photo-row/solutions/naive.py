row = [1]
for _ in range(int(input())):
    what, *children = input().split()
    if what == "turn":
        row.reverse()
        continue
    child = int(children[0])
    if what == "out":
        row.remove(child)
    elif what == "who":
        place = row.index(child)
        left = row[place - 1] if place > 0 else 0
        right = row[place + 1] if place + 1 < len(row) else 0
        print(left, right)
    else:
        place = row.index(int(children[1]))
        row.insert(place + (what == "right"), child)
print(*row)
