def longest_stretch(songs, limit):
    n = len(songs)
    for length in range(n, 0, -1):
        for start in range(n - length + 1):
            stretch = songs[start:start + length]
            if all(stretch.count(song) <= limit for song in stretch):
                return [start, length]
