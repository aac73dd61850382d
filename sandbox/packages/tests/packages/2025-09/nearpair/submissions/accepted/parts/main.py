from helper import nearest

input()
print(nearest(sorted(map(int, input().split()))))
