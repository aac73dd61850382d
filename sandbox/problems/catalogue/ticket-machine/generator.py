"""Days of the machine: with small and large coins, many refusals, many cancels, and one very patient customer."""
import random

MAX = 10_000
KINDS = (5, 10, 20, 50, 100, 200)


def text(commands):
    return f"{len(commands)}\n" + "\n".join(commands) + "\n"


def customers(rng, count, kinds, cancels):
    """Customers who throw in some coins, ask for a ticket or two, and may give up."""
    commands = []
    while len(commands) < count:
        credit = 0
        for _ in range(rng.randint(1, 6)):
            coin = rng.choice(kinds)
            credit += coin
            commands.append(f"coin {coin}")
        for _ in range(rng.randint(1, 2)):
            price = max(5, credit + 5 * rng.randint(-12, 2))
            commands.append(f"buy {price}")
        if rng.random() < cancels:
            commands.append("cancel")
    commands = commands[: count - 1]
    return commands + ["cancel"]


def generate(seed):
    rng = random.Random(seed)
    cases = []

    def add(name, commands):
        cases.append({"name": name, "input": text(commands)})

    add("cancel of nothing", ["cancel"])
    add("ticket without a coin", ["buy 5"])
    add("dearest ticket without a coin", ["buy 10000", "cancel"])
    add("exact money", ["coin 5", "buy 5", "coin 200", "buy 200"])
    add("credit after a refusal", ["coin 20", "buy 15", "coin 5", "buy 15", "buy 5"])
    add("the miser is stuck", ["coin 50", "coin 20", "coin 20", "coin 20", "buy 50", "buy 110", "cancel"])
    add("all coins of the customer come back", ["coin 10", "coin 5", "coin 10", "buy 5"])
    add("cancel in the order of throwing", ["coin 5", "coin 200", "coin 20", "coin 100", "cancel", "cancel"])
    add("cancelled coins are gone", ["coin 10", "cancel", "coin 20", "buy 10", "cancel"])
    add("refusal leaves the coins", ["coin 50", "buy 50", "coin 200", "buy 140", "buy 150"])
    add("missing keeps the credit", ["coin 50", "buy 55", "buy 60", "coin 5", "buy 55", "buy 5"])
    add("every kind once", [f"coin {c}" for c in KINDS] + [f"buy {p}" for p in range(390, 0, -35)])
    small_coins, large_coins = KINDS[:3], KINDS[3:]
    for count in (30, 300, 2_000):
        add(f"random {count}", customers(rng, count, KINDS, 0.3))
        add(f"small coins {count}", customers(rng, count, small_coins, 0.3))
        add(f"large coins {count}", customers(rng, count, large_coins, 0.5))
    add("max size, random", customers(rng, MAX, KINDS, 0.3))
    add("max size, nobody cancels", customers(rng, MAX, KINDS, 0))
    add("max size, all missing", ["coin 5"] + ["buy 10000"] * (MAX - 1))
    add("max size, all refused", ["coin 200"] + ["buy 5"] * (MAX - 1))
    add("max size, one patient customer", [f"coin {rng.choice(KINDS)}" for _ in range(MAX - 1)] + ["cancel"])
    add("max size, change of all small coins", ["coin 5"] * (MAX - 1) + ["buy 10000"])
    add("max size, turns of coin and ticket", ["coin 20", "buy 5"] * 10 + ["coin 5", "buy 5"] * (MAX // 2 - 10))
    return cases


def small(seed):
    rng = random.Random(seed)
    kinds = rng.choice((KINDS, KINDS[:3], (10, 20, 50), (5, 200)))
    commands = []
    for _ in range(rng.randint(1, 25)):
        kind = rng.random()
        if kind < 0.6:
            commands.append(f"coin {rng.choice(kinds)}")
        elif kind < 0.92:
            commands.append(f"buy {5 * rng.randint(1, 30)}")
        else:
            commands.append("cancel")
    return text(commands + [rng.choice(("cancel", "buy 5"))])
