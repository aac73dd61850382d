import sys

numbers = list(map(int, sys.stdin.read().split()))
gap = numbers[1]
shifts = sorted(zip(numbers[2::2], numbers[3::2]))
stretches = []
for start, end in shifts:
    if stretches and (start <= stretches[-1][1] or start - stretches[-1][1] < gap):
        stretches[-1][1] = max(stretches[-1][1], end)
    else:
        stretches.append([start, end])
print(len(stretches))
for begin, until in stretches:
    print(begin, until)
