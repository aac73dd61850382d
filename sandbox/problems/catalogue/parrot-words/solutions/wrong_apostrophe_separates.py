import re
import sys
from collections import Counter

head, _, text = sys.stdin.read().partition("\n")
k = int(head.split()[1])
counts = Counter(re.findall(r"[a-z]+", text.lower()))
for word in sorted(counts, key=lambda word: (-counts[word], word)):
    if counts[word] >= k:
        print(word, counts[word])
print("total", len(counts), sum(counts.values()))
