from collections import deque

n, k = map(int, input().split())
queue = deque(enumerate(map(int, input().split()), start=1))
minute = 0
while queue:
    visitor, need = queue.popleft()
    if need >= k:
        minute += k
        queue.append((visitor, need - k))
    else:
        minute += need
        print(visitor, minute)
