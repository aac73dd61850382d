def validate(input):
    if type(input) is not dict or set(input) != {"waves", "memory"}:
        raise ValueError("expected exactly the parameters waves and memory")
    waves, memory = input["waves"], input["memory"]
    if type(waves) is not list or not 1 <= len(waves) <= 20_000:
        raise ValueError("waves must be a list of 1 to 20,000 elements")
    for wave in waves:
        if type(wave) is not int or abs(wave) > 1_000_000_000:
            raise ValueError("a wave is an integer from -1,000,000,000 to 1,000,000,000")
    if type(memory) is not int or not 1 <= memory <= 20_000:
        raise ValueError("memory is an integer from 1 to 20,000")
