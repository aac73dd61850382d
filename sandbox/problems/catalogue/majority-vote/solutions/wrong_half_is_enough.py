def elect_mayor(ballots):
    middle = sorted(ballots)[len(ballots) // 2]
    return middle if 2 * ballots.count(middle) >= len(ballots) else ""
