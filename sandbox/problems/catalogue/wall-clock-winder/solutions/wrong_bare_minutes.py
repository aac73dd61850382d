DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
DAY = 24 * 60


def minutes(length):
    hour, minute = length.split(":")
    return int(hour) * 60 + int(minute)


n = int(input())
day, time, half = input().split()
moment = DAYS.index(day) * DAY + minutes(time) % 720 + (720 if half == "pm" else 0)
for _ in range(n):
    way, length = input().split()
    moment += minutes(length) if way == "later" else -minutes(length)
    moment %= 7 * DAY
    day, minute = divmod(moment, DAY)
    hour, minute = divmod(minute, 60)
    half = "am" if hour < 12 else "pm"
    print(f"{DAYS[day]} {hour % 12 or 12}:{minute} {half}")
