import heapq


def highest_wave(waves, memory):
    heap = []
    answers = []
    for now, wave in enumerate(waves):
        heapq.heappush(heap, (-wave, -now))
        while -heap[0][1] < now - memory:
            heapq.heappop(heap)
        answers.append(-heap[0][1])
    return answers
