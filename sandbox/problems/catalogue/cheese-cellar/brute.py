cellar = []
for _ in range(int(input())):
    kind, number = input().split()
    number = int(number)
    if kind == "in":
        cellar.append(number)
    elif kind == "out":
        cellar.remove(number)
    elif kind == "below":
        print(len([weight for weight in cellar if weight < number]))
    else:
        # The lightest wheels one by one, from a copy of the cellar.
        left = cellar.copy()
        taken = []
        while left and len(taken) < number:
            taken.append(min(left))
            left.remove(min(left))
        if len(taken) < number:
            print(-1)
        else:
            print(taken[-1] if kind == "nth" else sum(taken))
