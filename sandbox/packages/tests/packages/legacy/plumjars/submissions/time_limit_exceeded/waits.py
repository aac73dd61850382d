# @EXPECTED_RESULTS@: TIMELIMIT
n = int(input())
total = 0
while True:
    total += 1
