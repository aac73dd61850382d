letters = input()
print((" " * int(input())).join(reversed(letters)))
