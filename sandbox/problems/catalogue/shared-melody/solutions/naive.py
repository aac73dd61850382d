def shared_melody(north, south):
    def best(i, j):
        if i == len(north) or j == len(south):
            return ""
        found = [best(i + 1, j), best(i, j + 1)]
        if north[i] == south[j]:
            found.append(north[i] + best(i + 1, j + 1))
        return min(found, key=lambda melody: (-len(melody), melody))

    return best(0, 0)
