def elect_mayor(ballots):
    slips = {}
    for name in ballots:
        slips[name] = slips.get(name, 0) + 1
    for name, count in slips.items():
        if 2 * count > len(ballots):
            return name
    return ""
