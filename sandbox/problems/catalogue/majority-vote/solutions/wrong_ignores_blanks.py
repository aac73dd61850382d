from collections import Counter


def elect_mayor(ballots):
    named = [name for name in ballots if name]
    if not named:
        return ""
    name, count = Counter(named).most_common(1)[0]
    return name if 2 * count > len(named) else ""
