import re
import sys
from collections import Counter

head, _, text = sys.stdin.read().partition("\n")
k = int(head.split()[1])
counts = Counter(re.findall(r"[a-z]+(?:'[a-z]+)*", text.lower()))
counts = {word: count for word, count in counts.items() if count >= k}
for word in sorted(counts, key=lambda word: (-counts[word], word)):
    print(word, counts[word])
print("total", len(counts), sum(counts.values()))
