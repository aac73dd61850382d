"""Input constraints of pattern-occurrences."""


def validate(input):
    if not isinstance(input, dict) or set(input) != {"melody", "motif"}:
        raise ValueError("the parameters must be melody and motif")
    for name, most in (("melody", 30000), ("motif", 15000)):
        notes = input[name]
        if not isinstance(notes, list) or not 1 <= len(notes) <= most:
            raise ValueError(f"{name} must be a list of 1 to {most} integers")
        for index, note in enumerate(notes):
            if type(note) is not int or not 0 <= note <= 127:
                raise ValueError(f"{name}[{index}] is not an integer from 0 to 127")
