import re
import sys
from collections import Counter


def main():
    head, _, text = sys.stdin.read().partition("\n")
    k = int(head.split()[1])
    counts = Counter(re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower()))
    common = [(-count, word) for word, count in counts.items() if count >= k]
    lines = [f"{word} {-count}" for count, word in sorted(common)]
    lines.append(f"total {len(counts)} {sum(counts.values())}")
    print("\n".join(lines))


main()
