letters = input()
print((" " if int(input()) else "").join(reversed(letters)))
