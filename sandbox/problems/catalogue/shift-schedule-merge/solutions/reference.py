import sys


def main():
    numbers = list(map(int, sys.stdin.read().split()))
    gap = numbers[1]
    shifts = sorted(zip(numbers[2::2], numbers[3::2]))
    stretches = []
    begin, until = shifts[0]
    for start, end in shifts:
        if start - until > gap:
            stretches.append((begin, until))
            begin, until = start, end
        elif end > until:
            until = end
    stretches.append((begin, until))
    lines = [str(len(stretches))]
    lines.extend(f"{begin} {until}" for begin, until in stretches)
    print("\n".join(lines))


main()
