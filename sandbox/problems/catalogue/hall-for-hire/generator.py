"""Seasons: parties one after the other, nested, crossing; few allowed and many; cleaning that takes long."""
import random

MAX, MOST, BILLION = 2_000, 80, 1_000_000_000


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, requests, cleaning, most):
        cases.append({"name": name, "input": {"requests": [list(r) for r in requests], "cleaning": cleaning, "most": most}})

    def season(count, last, long, dear, cheap=0):
        requests = []
        for _ in range(count):
            start = rng.randrange(last)
            requests.append((start, min(last, start + rng.randint(1, long)), rng.randint(cheap, dear)))
        return requests

    def row(count, long, pause, fee):
        """One party after the other with the same pause between them."""
        return [(i * (long + pause), i * (long + pause) + long, fee(i)) for i in range(count)]

    add("no request", [], 0, 5)
    add("no request, nothing allowed", [], 3, 0)
    add("one request", [(0, 1, 1)], BILLION, 1)
    add("one request, nothing allowed", [(0, 1, 1)], 0, 0)
    add("one request for nothing", [(0, BILLION, 0)], 0, MOST)
    add("all for nothing", row(9, 3, 3, lambda i: 0), 1, 4)
    add("exactly clean", row(6, 5, 4, lambda i: 1 + i), 4, MOST)
    add("one minute short", row(6, 5, 4, lambda i: 1 + i), 5, MOST)
    add("no cleaning, end to end", row(7, 5, 0, lambda i: 10 - i), 0, 3)
    add("long party against two short ones", [(0, 10, 60), (0, 4, 35), (5, 10, 35)], 1, 2)
    add("long party against two short ones, one allowed", [(0, 10, 60), (0, 4, 35), (5, 10, 35)], 1, 1)
    add("same sum with fewer parties", [(0, 10, 70), (0, 4, 35), (5, 10, 35), (20, 21, 5)], 1, 3)
    add("the best pair leaves out the best one", [(0, 100, 50), (0, 40, 30), (50, 90, 30), (95, 99, 1)], 5, 2)
    add("same request again and again", [(5, 9, 7)] * 12, 0, 5)
    add("all start together", [(0, i + 1, i) for i in range(20)], 2, 3)
    add("all end together", [(i, 20, 20 - i) for i in range(20)], 2, 3)
    add("nested", [(i, 60 - i, 5 * i) for i in range(30)], 1, 4)
    add("cleaning takes longer than the season", season(40, 500, 50, 100), 600, 4)
    for count, last, long, dear, cleaning, most in ((10, 50, 9, 20, 2, 3), (100, 500, 20, 9, 0, 7), (300, 10**6, 9_000, BILLION, 500, 20), (500, 2_000, 9, 5, 1, MOST)):
        add(f"random {count}, at most {most}", season(count, last, long, dear), cleaning, most)
    add("largest sum", [(2 * i, 2 * i + 1, BILLION) for i in range(MOST + 10)], 1, MOST)
    add("max size, one after the other", row(MAX, 7, 3, lambda i: 1 + i * i % 1_009), 3, MOST)
    add("max size, one after the other, backwards", row(MAX, 7, 3, lambda i: BILLION - i)[::-1], 0, MOST)
    add("max size, short parties", season(MAX, BILLION, 1_000, BILLION), 10, MOST)
    add("max size, crossing parties", season(MAX, BILLION, BILLION // 50, BILLION), 1_000, MOST)
    add("max size, long parties, small fees", season(MAX, 10_000, 3_000, 3), 0, MOST)
    add("max size, fees by length", [(s, e, (e - s) // 10) for s, e, _ in season(MAX, 10**6, 40_000, 1)], 2_500, MOST)
    add("max size, all equal", [(0, BILLION, BILLION)] * MAX, 0, MOST)
    return cases


def small(seed):
    rng = random.Random(seed)
    requests = []
    for _ in range(rng.randint(0, 8)):
        start = rng.randint(0, 14)
        requests.append([start, start + rng.randint(1, 6), rng.randint(0, rng.choice((2, 9)))])
    return {"requests": requests, "cleaning": rng.choice((0, 0, 1, 2, 4)), "most": rng.randint(0, 4)}
