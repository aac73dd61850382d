from bisect import bisect_right, insort

cellar = []
for _ in range(int(input())):
    kind, number = input().split()
    number = int(number)
    if kind == "in":
        insort(cellar, number)
    elif kind == "out":
        cellar.pop(bisect_right(cellar, number) - 1)
    elif kind == "below":
        print(bisect_right(cellar, number))
    elif number > len(cellar):
        print(-1)
    else:
        print(cellar[number - 1] if kind == "nth" else sum(cellar[:number]))
