import sys

DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY = 24 * 60


def minutes(length):
    hour, minute = length.split(":")
    return int(hour) * 60 + int(minute)


def shown(moment):
    day, minute = divmod(moment, DAY)
    hour, minute = divmod(minute, 60)
    half = "am" if hour < 12 else "pm"
    return f"{DAYS[day]} {(hour + 11) % 12 + 1}:{minute:02} {half}"


def main():
    _, start, *turns = sys.stdin.read().splitlines()
    day, time, half = start.split()
    moment = DAYS.index(day) * DAY + minutes(time) % 720 + (720 if half == "pm" else 0)
    lines = []
    for turn in turns:
        way, length = turn.split()
        step = minutes(length)
        moment = (moment + (step if way == "later" else -step)) % (7 * DAY)
        lines.append(shown(moment))
    print("\n".join(lines))


main()
