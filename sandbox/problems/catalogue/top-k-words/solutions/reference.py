import sys
from heapq import heappop, heappush


def main():
    messages = sys.stdin.read().split("\n")
    wishes = {}
    # Entries (-wishes, song); one is valid while it says how many wishes stand.
    heap = []
    lines = []
    for message in messages[1 : int(messages[0]) + 1]:
        word = message[2:]
        if message[0] == "?":
            leading = []
            kept = []
            while heap and len(leading) < int(word):
                entry = heappop(heap)
                # Two equal entries may both be valid, but they come out together.
                if wishes[entry[1]] == -entry[0] and not (kept and kept[-1] == entry):
                    kept.append(entry)
                    leading.append(entry[1])
            for entry in kept:
                heappush(heap, entry)
            lines.append(" ".join(leading) or "silence")
            continue
        count = wishes.get(word, 0) + (1 if message[0] == "+" else -1)
        wishes[word] = count
        if count:
            heappush(heap, (-count, word))
    print("\n".join(lines))


main()
