"""Input constraints of odd-one-out."""

from collections import Counter


def readings(values, what):
    if not isinstance(values, list) or not 1 <= len(values) <= 10000:
        raise ValueError(f"{what} must be a list of 1 to 10000 integers")
    for index, value in enumerate(values):
        if type(value) is not int or not 0 <= value < 1 << 30:
            raise ValueError(f"{what}[{index}] is not an integer from 0 to 2^30 - 1")


def validate(input):
    if not isinstance(input, dict) or set(input) != {"sent", "received"}:
        raise ValueError("the parameters must be sent and received")
    readings(input["sent"], "sent")
    readings(input["received"], "received")
    sent, received = Counter(input["sent"]), Counter(input["received"])
    lost = list((sent - received).elements())
    new = list((received - sent).elements())
    if len(lost) != 1 or len(new) != 1:
        raise ValueError("the lists must differ in exactly one reading")
    if (lost[0] ^ new[0]).bit_count() != 1:
        raise ValueError("the reading must differ in exactly one bit")
