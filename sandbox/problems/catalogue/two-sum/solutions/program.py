import sys

words = [int(word) for word in sys.stdin.buffer.read().split()]
prices, coins = words[1 : words[0] + 1], words[-1]
nearest = {}
answer = []
for here, price in enumerate(prices):
    back = nearest.get(coins - price)
    if back is not None:
        answer = [back, here]
        break
    nearest[price] = here
print(len(answer))
print(*answer)
