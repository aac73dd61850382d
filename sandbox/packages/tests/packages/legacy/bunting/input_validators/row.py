import re
import sys

letters, spaces = sys.stdin.read().splitlines()
assert re.fullmatch(r"[A-Za-z]{1,100}", letters)
assert re.fullmatch(r"[0-9]{1,2}", spaces) and int(spaces) <= len(letters) ** 0.5 + 1
sys.exit(42)
