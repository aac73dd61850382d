def validate(input):
    if type(input) is not dict or set(input) != {"fees", "schools", "rank"}:
        raise ValueError("expected exactly the parameters fees, schools and rank")
    fees, schools, rank = input["fees"], input["schools"], input["rank"]
    if type(fees) is not list or not 1 <= len(fees) <= 4_000:
        raise ValueError("fees must be a list of 1 to 4,000 elements")
    if type(schools) is not list or len(schools) != len(fees):
        raise ValueError("schools must be a list as long as fees")
    if any(type(fee) is not int or not -1_000_000 <= fee <= 1_000_000 for fee in fees):
        raise ValueError("a fee is an integer from -1,000,000 to 1,000,000")
    if any(type(school) is not int or not 1 <= school <= 4_000 for school in schools):
        raise ValueError("a school is an integer from 1 to 4,000")
    if type(rank) is not int or not 1 <= rank <= 10_000_000:
        raise ValueError("rank is an integer from 1 to 10,000,000")
