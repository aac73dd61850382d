from bisect import bisect_left, insort

cellar = []
for _ in range(int(input())):
    kind, number = input().split()
    number = int(number)
    if kind == "in":
        insort(cellar, number)
    elif kind == "out":
        cellar = [weight for weight in cellar if weight != number]
    elif kind == "below":
        print(bisect_left(cellar, number))
    elif number > len(cellar):
        print(-1)
    else:
        print(cellar[number - 1] if kind == "nth" else sum(cellar[:number]))
