import sys

input_file, answer_file, feedback = sys.argv[1:4]


def wrong(team, judge):
    with open(feedback + "teammessage.txt", "w") as file:
        file.write(team)
    with open(feedback + "judgemessage.txt", "w") as file:
        file.write(judge)
    sys.exit(43)


with open(input_file) as file:
    heights = [int(word) for word in file.read().split()[1:]]
with open(answer_file) as file:
    a, b = (heights[int(word) - 1] for word in file.read().split())
least = abs(a - b)
words = sys.stdin.read().split()
if len(words) != 2 or not all(word.isascii() and word.isdigit() for word in words):
    wrong("Print two lantern numbers.", f"no two numbers: {words[:3]}")
one, two = map(int, words)
if one == two or not all(1 <= number <= len(heights) for number in (one, two)):
    wrong(f"{one} and {two} are not two lanterns of this quay.", "numbers out of range")
apart = abs(heights[one - 1] - heights[two - 1])
if apart > least:
    wrong(f"Lanterns {one} and {two} are {apart} cm apart; there is a nearer pair.", f"{apart} > {least}")
sys.exit(42)
