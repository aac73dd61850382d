def highest_wave(waves, memory):
    answers = []
    for now in range(len(waves)):
        best = now
        for hour in range(now - 1, max(-1, now - memory), -1):
            if waves[hour] > waves[best]:
                best = hour
        answers.append(best)
    return answers
