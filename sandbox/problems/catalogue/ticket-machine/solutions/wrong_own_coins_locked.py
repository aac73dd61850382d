till = {200: 0, 100: 0, 50: 0, 20: 0, 10: 0, 5: 0}
thrown = []
for _ in range(int(input())):
    word, *rest = input().split()
    if word == "coin":
        thrown.append(int(rest[0]))
        continue
    if word == "cancel":
        print("back", *thrown)
    else:
        owed = sum(thrown) - int(rest[0])
        if owed < 0:
            print("missing", -owed)
            continue
        change = []
        for kind, there in till.items():
            number = min(owed // kind, there)
            change += [kind] * number
            owed -= kind * number
        if owed:
            print("no change")
            continue
        for coin in change:
            till[coin] -= 1
        for coin in thrown:
            till[coin] += 1
        print("ticket", *change)
    thrown = []
