import sys

KINDS = (200, 100, 50, 20, 10, 5)


def count_out(owed, till):
    """The miser's change as pairs of a kind and how many of it, or None if it is stuck."""
    change = []
    for kind in KINDS:
        number = min(owed // kind, till[kind])
        if number:
            change.append((kind, number))
            owed -= kind * number
    return None if owed else change


def main():
    lines = sys.stdin.read().split("\n")
    till = dict.fromkeys(KINDS, 0)
    credit = 0
    thrown = []
    out = []
    for i in range(1, int(lines[0]) + 1):
        word, _, number = lines[i].partition(" ")
        if word == "coin":
            coin = int(number)
            till[coin] += 1
            credit += coin
            thrown.append(coin)
            continue
        if word == "cancel":
            for coin in thrown:
                till[coin] -= 1
            out.append(" ".join(["back", *map(str, thrown)]))
        else:
            price = int(number)
            if credit < price:
                out.append(f"missing {price - credit}")
                continue
            change = count_out(credit - price, till)
            if change is None:
                out.append("no change")
                continue
            words = ["ticket"]
            for kind, many in change:
                till[kind] -= many
                words.extend([str(kind)] * many)
            out.append(" ".join(words))
        credit = 0
        thrown = []
    print("\n".join(out))


main()
