def highest_wave(waves, memory):
    answers = []
    for now in range(len(waves)):
        hours = [hour for hour in range(now + 1) if now - hour < memory]
        answers.append(max(hours, key=lambda hour: (waves[hour], hour)))
    return answers
