import re
import sys

first, second = sys.stdin.read().splitlines()
assert re.fullmatch(r"[1-9][0-9]*", first)
assert re.fullmatch(r"(0|[1-9][0-9]*)( (0|[1-9][0-9]*))*", second)
heights = [int(word) for word in second.split(" ")]
assert 2 <= int(first) == len(heights) <= {{most}}
assert max(heights) <= 10**9
sys.exit(42)
