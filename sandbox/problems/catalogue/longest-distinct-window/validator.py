def validate(input):
    if type(input) is not dict or set(input) != {"songs", "limit"}:
        raise ValueError("expected exactly the parameters songs and limit")
    songs, limit = input["songs"], input["limit"]
    if type(songs) is not list or not 1 <= len(songs) <= 50_000:
        raise ValueError("songs must be a list of 1 to 50,000 numbers")
    for song in songs:
        if type(song) is not int or not 1 <= song <= 1_000_000_000:
            raise ValueError("a song must be a whole number between 1 and 1,000,000,000")
    if type(limit) is not int or not 1 <= limit <= len(songs):
        raise ValueError("limit must be between 1 and the number of songs")
