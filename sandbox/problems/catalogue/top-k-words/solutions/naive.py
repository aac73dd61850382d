wishes = {}
for _ in range(int(input())):
    kind, word = input().split()
    if kind == "?":
        songs = sorted(wishes, key=lambda song: (-wishes[song], song))
        print(" ".join(songs[: int(word)]) or "silence")
    else:
        wishes[word] = wishes.get(word, 0) + (1 if kind == "+" else -1)
        if wishes[word] == 0:
            del wishes[word]
