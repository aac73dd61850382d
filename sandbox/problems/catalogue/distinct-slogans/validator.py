import re


def validate(input):
    if type(input) is not dict or set(input) != {"tape", "shortest", "longest"}:
        raise ValueError("expected exactly the parameters tape, shortest and longest")
    tape, shortest, longest = input["tape"], input["shortest"], input["longest"]
    if type(tape) is not str or not re.fullmatch("[a-z]{1,20000}", tape):
        raise ValueError("tape must be a string of 1 to 20,000 letters from a to z")
    if type(shortest) is not int or type(longest) is not int or not 1 <= shortest <= longest <= 20_000:
        raise ValueError("shortest and longest are integers from 1 to 20,000 in this order")
