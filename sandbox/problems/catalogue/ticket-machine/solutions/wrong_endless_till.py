credit = 0
thrown = []
for _ in range(int(input())):
    word, *rest = input().split()
    if word == "coin":
        credit += int(rest[0])
        thrown.append(int(rest[0]))
        continue
    if word == "cancel":
        print("back", *thrown)
    else:
        price = int(rest[0])
        if credit < price:
            print("missing", price - credit)
            continue
        change = []
        owed = credit - price
        for kind in (200, 100, 50, 20, 10, 5):
            change += [kind] * (owed // kind)
            owed %= kind
        print("ticket", *change)
    credit = 0
    thrown = []
