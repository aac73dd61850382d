from itertools import combinations


def shared_melody(north, south):
    def remembered(version, length):
        return {"".join(notes) for notes in combinations(version, length)}

    for length in range(min(len(north), len(south)), 0, -1):
        both = remembered(north, length) & remembered(south, length)
        if both:
            return min(both)
    return ""
