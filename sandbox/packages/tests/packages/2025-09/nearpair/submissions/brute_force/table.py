n = int(input())
numbers = list(map(int, input().split()))
table = [abs(a - b) for a in numbers for b in numbers if a != b for _ in range(40)]
print(min(table))
