import sys

data = list(map(int, sys.stdin.read().split()))
n, q = data[0], data[1]
until = [0]
for temperature in data[2:n + 2]:
    until.append(until[-1] + temperature)
questions = data[n + 2:]
for a, b in zip(questions[::2], questions[1::2]):
    total = until[b] - until[a]
    print(total if a <= b else total + until[n])
