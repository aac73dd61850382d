# A table of all minutes of a day as the clock shows them; the hands walk over it hour by hour and minute by minute.
week = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
table = []
for half in ["am", "pm"]:
    for hour in [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]:
        for minute in range(60):
            table.append(f"{hour}:{minute // 10}{minute % 10} {half}")
n = int(input())
today, clock = input().split(maxsplit=1)
day = week.index(today)
place = table.index(clock)
for _ in range(n):
    way, length = input().split()
    hours, minutes = map(int, length.split(":"))
    # Whole weeks change nothing.
    for step in [60] * (hours % 168) + [1] * minutes:
        place += step if way == "later" else -step
        if place >= len(table):
            place -= len(table)
            day = 0 if day == 6 else day + 1
        if place < 0:
            place += len(table)
            day = 6 if day == 0 else day - 1
    print(week[day], table[place])
