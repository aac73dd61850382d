def longest_stretch(songs, limit):
    plays = {}
    start, best_start, best_length = 0, 0, 0
    for end, song in enumerate(songs):
        plays[song] = plays.get(song, 0) + 1
        while plays[song] > limit:
            plays[songs[start]] -= 1
            start += 1
        if end - start + 1 > best_length:
            best_start, best_length = start, end - start + 1
    return [best_start, best_length]
