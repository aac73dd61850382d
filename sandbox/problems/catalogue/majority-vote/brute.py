def elect_mayor(ballots):
    for name in ballots:
        if name == "":
            continue
        slips = 0
        for other in ballots:
            if other == name:
                slips += 1
        if slips + slips > len(ballots):
            return name
    return ""
