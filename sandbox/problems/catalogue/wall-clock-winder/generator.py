"""Books of small and huge turns, and of turns around noon, midnight and the end of the week."""
import random

MAX_GUESTS = 10_000
MAX_HOURS = 1_000_000
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def text(start, turns):
    return "\n".join([str(len(turns)), start, *turns]) + "\n"


def clock(rng):
    return f"{rng.choice(DAYS)} {rng.randint(1, 12)}:{rng.randrange(60):02} {rng.choice(('am', 'pm'))}"


def turns(rng, count, hours, ways=("later", "earlier")):
    return [f"{rng.choice(ways)} {rng.randint(0, hours)}:{rng.randrange(60):02}" for _ in range(count)]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, start, steps):
        cases.append({"name": name, "input": text(start, steps)})

    add("nothing is turned at midnight", "Mon 12:00 am", ["later 0:00"])
    add("nothing is turned at noon", "Mon 12:00 pm", ["earlier 0:00"])
    add("a minute after midnight", "Tue 12:59 am", ["later 0:01"])
    add("a minute after noon", "Tue 12:59 pm", ["later 0:01"])
    add("a minute before midnight", "Mon 12:00 am", ["earlier 0:01"])
    add("a minute before noon", "Sun 12:00 pm", ["earlier 0:01"])
    add("end of the week and back", "Sun 11:59 pm", ["later 0:01", "earlier 0:01", "later 24:00", "earlier 48:00"])
    add("hour by hour", "Sat 12:07 am", ["later 1:00"] * 60)
    add("hour by hour, backwards", "Mon 12:07 pm", ["earlier 1:00"] * 60)
    add("day by day", "Wed 12:00 pm", ["later 24:00"] * 15 + ["earlier 24:00"] * 15)
    add("whole weeks", "Thu 6:09 am", ["later 168:00", "earlier 336:00", "later 1680:00", "earlier 16800:00"])
    add("nearly whole weeks", "Thu 6:09 am", ["later 167:59", "earlier 335:59", "earlier 168:01", "later 1007:59"])
    add("farthest turns", "Fri 3:33 pm", [f"later {MAX_HOURS}:59", f"earlier {MAX_HOURS}:59"] * 3)
    add("farthest turns, only backwards", "Fri 3:33 pm", [f"earlier {MAX_HOURS}:59"] * 40)
    add("minutes below ten", "Sun 10:10 am", [f"later 0:{m:02}" for m in range(12)] + ["earlier 0:59"] * 9)
    for day in ("Mon", "Sun"):
        add(f"every clock hour of {day}", f"{day} 12:30 am", ["later 0:30"] * 50)
    for count in (30, 300):
        add(f"random {count}, small turns", clock(rng), turns(rng, count, 3))
        add(f"random {count}, all turns", clock(rng), turns(rng, count, MAX_HOURS))
    n = MAX_GUESTS
    add("max size, small turns", clock(rng), turns(rng, n, 12))
    add("max size, days", clock(rng), turns(rng, n, 100))
    add("max size, huge turns", clock(rng), turns(rng, n, MAX_HOURS))
    add("max size, only later", clock(rng), turns(rng, n, MAX_HOURS, ("later",)))
    add("max size, only earlier", clock(rng), turns(rng, n, MAX_HOURS, ("earlier",)))
    return cases


def small(seed):
    rng = random.Random(seed)
    return text(clock(rng), turns(rng, rng.randint(1, 6), rng.choice((1, 13, 30, 400))))
