def validate(input):
    if type(input) is not dict or set(input) != {"towns", "roads", "vouchers"}:
        raise ValueError("expected exactly the parameters towns, roads and vouchers")
    towns, roads, vouchers = input["towns"], input["roads"], input["vouchers"]
    if type(towns) is not int or not 1 <= towns <= 1_500:
        raise ValueError("towns must be between 1 and 1,500")
    if type(vouchers) is not int or not 0 <= vouchers <= 3:
        raise ValueError("vouchers must be between 0 and 3")
    if type(roads) is not list or len(roads) > 4_000:
        raise ValueError("roads must be a list of at most 4,000 roads")
    for road in roads:
        if type(road) is not list or len(road) != 3 or any(type(x) is not int for x in road):
            raise ValueError("a road must be three whole numbers")
        start, end, toll = road
        if not (0 <= start < towns and 0 <= end < towns):
            raise ValueError("a road leads to a town that is not there")
        if not 0 <= toll <= 1_000_000_000:
            raise ValueError("a toll must be between 0 and 1,000,000,000")
