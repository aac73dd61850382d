def shared_melody(north, south):
    n, s = len(north), len(south)
    longest = [[0] * (s + 1) for _ in range(n + 1)]
    for i in range(n):
        for j in range(s):
            if north[i] == south[j]:
                longest[i + 1][j + 1] = longest[i][j] + 1
            else:
                longest[i + 1][j + 1] = max(longest[i][j + 1], longest[i + 1][j])
    melody = ""
    while n and s:
        if north[n - 1] == south[s - 1]:
            melody = north[n - 1] + melody
            n, s = n - 1, s - 1
        elif longest[n - 1][s] >= longest[n][s - 1]:
            n -= 1
        else:
            s -= 1
    return melody
