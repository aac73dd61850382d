def validate(input):
    if type(input) is not dict or set(input) != {"bed", "walks"}:
        raise ValueError("expected exactly the parameters bed and walks")
    bed, walks = input["bed"], input["walks"]
    if type(bed) is not list or not 1 <= len(bed) <= 150 or type(bed[0]) is not list:
        raise ValueError("bed must be a list of 1 to 150 rows")
    columns = len(bed[0])
    if not 1 <= columns <= 150:
        raise ValueError("a row has 1 to 150 plants")
    for row in bed:
        if type(row) is not list or len(row) != columns:
            raise ValueError("all rows must be equally long")
        if any(type(leaves) is not int or not 0 <= leaves <= 10_000 for leaves in row):
            raise ValueError("a plant has an integer from 0 to 10,000 as its leaves")
    if type(walks) is not list or not 1 <= len(walks) <= 3_000:
        raise ValueError("walks must be a list of 1 to 3,000 elements")
    for walk in walks:
        if type(walk) is not list or [type(x) for x in walk] != [int] * 5:
            raise ValueError("a walk is a list of five integers")
        top, left, bottom, right, plants = walk
        if not (0 <= top <= bottom < len(bed) and 0 <= left <= right < columns):
            raise ValueError("a walk leaves the bed")
        if not 1 <= plants <= (bottom - top + 1) * (right - left + 1):
            raise ValueError("a walk visits more plants than its part has, or none")
