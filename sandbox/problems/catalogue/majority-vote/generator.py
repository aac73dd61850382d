"""Elections around the edge of one half."""
import random
import string

MAX = 50_000


def name(rng, longest=12):
    return "".join(rng.choice(string.ascii_lowercase) for _ in range(rng.randint(1, longest)))


def election(rng, winner, votes, others, total):
    """`total` slips in random order, `votes` of them for `winner`, the rest drawn from `others`."""
    slips = [winner] * votes + [rng.choice(others) for _ in range(total - votes)]
    rng.shuffle(slips)
    return slips


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, ballots):
        cases.append({"name": name, "input": {"ballots": list(ballots)}})

    add("one slip", ["zoe"])
    add("one empty slip", [""])
    add("all slips empty", [""] * 8)
    add("two voters disagree", ["ada", "bob"])
    add("two voters agree", ["ada", "ada"])
    add("most, but not more than half", ["ada", "ada", "bob", "cyd", "dan"])
    add("the last standing is not the winner", ["ada", "ada", "bob", "bob", "cyd"])
    add("majority alternates to the end", ["ada", "bob"] * 7 + ["ada"])
    add("empty slips tip the balance", ["ada", "ada", "ada", "", "", ""])
    add("empty slips in the majority", ["ada", "", "", "ada", ""])
    add("a name that objects know", ["constructor"] * 3 + ["ada", ""])
    add("names that are prefixes", ["a", "aa", "aaa", "aa", "aa"])
    for total in (9, 100, 999):
        others = [name(rng, 6) for _ in range(5)] + [""]
        add(f"just more than half of {total}", election(rng, "winnie", total // 2 + 1, others, total))
        add(f"just not more than half of {total}", election(rng, "winnie", total // 2, others, total))
    add("majority first, then the others", ["ada"] * 60 + ["bob"] * 59)
    add("the others first, then the majority", ["bob"] * 59 + ["ada"] * 60)
    add("the others first, then exactly half", ["bob"] * 60 + ["ada"] * 60)
    add("max size, all equal", ["ada"] * MAX)
    add("max size, one vote over", election(rng, "lea", MAX // 2 + 1, ["tom", "kim", ""], MAX))
    add("max size, exactly half", election(rng, "lea", MAX // 2, ["tom"], MAX))
    add("max size, all empty", [""] * MAX)
    longest = "".join(rng.choice(string.ascii_lowercase) for _ in range(12))
    short = [a + b for a in string.ascii_lowercase for b in string.ascii_lowercase]
    add("max size, many names and a mayor", election(rng, "mo", MAX // 2 + 1, short, MAX))
    add("max size, names nearly all different", [name(rng, 9) for _ in range(MAX)])
    add("longest names", election(rng, longest, 3_000, [longest[:-1] + c for c in "abc"], 5_999))
    return cases


def small(seed):
    rng = random.Random(seed)
    names = rng.choice([["a", "b"], ["a", "b", ""], ["ab", "ba", "a", "", "constructor"]])
    first = rng.choice(names)
    return {"ballots": [first if rng.random() < 0.35 else rng.choice(names) for _ in range(rng.randint(1, 11))]}
