import sys

input_file, answer_file, feedback = sys.argv[1:4]


def say(name, text):
    with open(feedback + name, "w") as file:
        file.write(text)


number = int(open(input_file).read())
words = sys.stdin.read().split()
if len(words) != 2 or not all(word.isdigit() for word in words):
    say("judgemessage.txt", f"expected two numbers, found {words[:3]}")
    say("teammessage.txt", "print two numbers")
    sys.exit(43)
a, b = map(int, words)
if a * a + b * b != number:
    say("judgemessage.txt", f"{a}^2 + {b}^2 is not {number}")
    sys.exit(43)
sys.exit(42)
