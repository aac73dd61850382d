def longest_stretch(songs, limit):
    best = [0, 0]
    for start in range(len(songs)):
        plays = {}
        end = start
        while end < len(songs):
            count = plays.get(songs[end], 0) + 1
            if count > limit:
                break
            plays[songs[end]] = count
            end += 1
        if end - start > best[1]:
            best = [start, end - start]
    return best
