def longest_stretch(songs, limit):
    plays = {}
    start, best = 0, [0, 0]
    for end, song in enumerate(songs):
        plays[song] = plays.get(song, 0) + 1
        if plays[song] > limit:
            plays = {song: 1}
            start = end
        if end - start + 1 > best[1]:
            best = [start, end - start + 1]
    return best
