for _ in range(int(input())):
    print(eval(input().strip()))
