# The row as it is seen; at every turn it is written down anew from the other end.
row = [1]
for _ in range(int(input())):
    what, *children = input().split()
    children = [int(child) for child in children]
    if what == "turn":
        row = [row[len(row) - 1 - i] for i in range(len(row))]
    elif what == "out":
        row = [child for child in row if child != children[0]]
    elif what == "who":
        framed = [0] + row + [0]
        for i in range(1, len(framed) - 1):
            if framed[i] == children[0]:
                print(framed[i - 1], framed[i + 1])
    else:
        longer = []
        for child in row:
            pair = [child]
            if child == children[1]:
                pair = [children[0], child] if what == "left" else [child, children[0]]
            longer += pair
        row = longer
print(*row)
