def validate(input):
    if type(input) is not str:
        raise ValueError("expected the text of standard input")
    lines = input.split("\n")
    if len(lines) != 3 or lines[2]:
        raise ValueError("expected two lines, each ended by a newline")
    if not all(c.isascii() and (c.isdigit() or c == " ") for c in lines[0] + lines[1]):
        raise ValueError("expected digits and spaces alone")
    first, needs = lines[0].split(" "), lines[1].split(" ")
    if "" in first or "" in needs or len(first) != 2:
        raise ValueError("expected n and k, then the needs, separated by single spaces")
    if any(len(word) > 7 or (len(word) > 1 and word[0] == "0") for word in first + needs):
        raise ValueError("expected numbers of at most seven digits without leading zeros")
    n, k = map(int, first)
    needs = list(map(int, needs))
    if not 1 <= n <= 20_000 or len(needs) != n:
        raise ValueError("n must be from 1 to 20,000 and the number of needs")
    if not 1 <= k <= 1_000_000 or not all(1 <= need <= 1_000_000 for need in needs):
        raise ValueError("k and every need must be from 1 to 1,000,000")
    if sum(-(-need // k) for need in needs) > 60_000:
        raise ValueError("more than 60,000 turns")
