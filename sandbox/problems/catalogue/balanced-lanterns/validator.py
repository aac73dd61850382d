def validate(input):
    if type(input) is not dict or set(input) != {"rope"}:
        raise ValueError("expected exactly the parameter rope")
    rope = input["rope"]
    if type(rope) is not str:
        raise ValueError("rope must be a string")
    if len(rope) > 100_000:
        raise ValueError("rope has more than 100,000 characters")
    if set(rope) - set("()[]{}-"):
        raise ValueError("rope has a character that is neither a hook nor bare rope")
