n, q = map(int, input().split())
books = list(map(int, input().split()))
for _ in range(q):
    p, h = map(int, input().split())
    shelf = books[:p] + [h] + books[p:]
    print(sum(shelf[i] > shelf[j] for i in range(n + 1) for j in range(i + 1, n + 1)))
