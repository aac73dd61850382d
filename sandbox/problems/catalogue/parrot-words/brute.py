def letter(line, place):
    return 0 <= place < len(line) and line[place].isalpha()


n, k = map(int, input().split())
said = []
for _ in range(n):
    line = input().lower()
    kept = ""
    for place, sign in enumerate(line):
        inside = sign == "'" and letter(line, place - 1) and letter(line, place + 1)
        kept += sign if sign.isalpha() or inside else " "
    said += kept.split()
different = sorted(set(said))
for count in range(len(said), k - 1, -1):
    for word in different:
        if said.count(word) == count:
            print(word, count)
print("total", len(different), len(said))
