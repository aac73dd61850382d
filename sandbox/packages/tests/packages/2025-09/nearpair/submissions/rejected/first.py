n = int(input())
numbers = list(map(int, input().split()))
print(abs(numbers[0] - numbers[1]))
