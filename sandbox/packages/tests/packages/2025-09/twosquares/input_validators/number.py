import sys

number = int(sys.stdin.read())
sys.exit(42 if 0 <= number <= 10**6 else 43)
