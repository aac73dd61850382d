letters = input()
gap = " " * int(input())
print("".join(letter + gap for letter in reversed(letters)))
