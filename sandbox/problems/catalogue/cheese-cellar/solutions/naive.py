cellar = []
for _ in range(int(input())):
    kind, number = input().split()
    number = int(number)
    if kind == "in":
        place = 0
        while place < len(cellar) and cellar[place] < number:
            place += 1
        cellar.insert(place, number)
    elif kind == "out":
        cellar.remove(number)
    elif kind == "below":
        count = 0
        while count < len(cellar) and cellar[count] < number:
            count += 1
        print(count)
    elif number > len(cellar):
        print(-1)
    else:
        print(cellar[number - 1] if kind == "nth" else sum(cellar[:number]))
