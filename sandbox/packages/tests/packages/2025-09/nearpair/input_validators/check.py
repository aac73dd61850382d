import sys

most = int(sys.argv[1]) if len(sys.argv) > 1 else {{most}}
count, numbers = sys.stdin.read().splitlines()
numbers = [int(word) for word in numbers.split(" ")]
good = 2 <= int(count) == len(numbers) <= most and len(set(numbers)) == len(numbers)
sys.exit(42 if good and all(0 <= number <= {{reach}} for number in numbers) else 43)
