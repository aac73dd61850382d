from collections import deque


def highest_wave(waves, memory):
    hours = deque()
    answers = []
    for now, wave in enumerate(waves):
        while hours and waves[hours[-1]] < wave:
            hours.pop()
        hours.append(now)
        if hours[0] <= now - memory:
            hours.popleft()
        answers.append(hours[0])
    return answers
