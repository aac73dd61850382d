letters = input().lower()
print((" " * int(input())).join(reversed(letters)))
