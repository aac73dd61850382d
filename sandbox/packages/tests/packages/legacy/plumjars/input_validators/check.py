import re
import sys

most = int(sys.argv[2]) if sys.argv[1:2] == ["--most"] else 1000
text = sys.stdin.read()
if not re.fullmatch(r"[1-9][0-9]*\n(0|[1-9][0-9]*)( (0|[1-9][0-9]*))*\n", text):
    sys.exit(1)
count, weights = text.splitlines()
weights = [int(word) for word in weights.split()]
good = int(count) == len(weights) <= most and max(weights) <= 10**6
sys.exit(42 if good else 1)
