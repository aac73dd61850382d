print(input()[::-1], end=" \n")
