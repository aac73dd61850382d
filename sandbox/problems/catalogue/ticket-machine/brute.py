# Every single coin is kept in a list, and change is looked for coin by coin.
belly = []
mine = []
for _ in range(int(input())):
    command = input().split()
    if command[0] == "coin":
        belly.append(int(command[1]))
        mine.append(int(command[1]))
    elif command[0] == "cancel":
        for coin in mine:
            belly.remove(coin)
        print("back", *mine)
        mine = []
    else:
        price = int(command[1])
        if sum(mine) < price:
            print("missing", price - sum(mine))
            continue
        left = list(belly)
        change = []
        while sum(mine) - price - sum(change) > 0:
            fitting = [coin for coin in left if coin <= sum(mine) - price - sum(change)]
            if not fitting:
                break
            left.remove(max(fitting))
            change.append(max(fitting))
        if sum(change) == sum(mine) - price:
            print("ticket", *change)
            belly = left
            mine = []
        else:
            print("no change")
