def validate(input):
    if type(input) is not dict or set(input) != {"bookings", "airing"}:
        raise ValueError("expected exactly the parameters bookings and airing")
    bookings, airing = input["bookings"], input["airing"]
    if type(bookings) is not list or not 1 <= len(bookings) <= 15_000:
        raise ValueError("bookings must be a list of 1 to 15,000 elements")
    for booking in bookings:
        if type(booking) is not list or [type(x) for x in booking] != [int, int]:
            raise ValueError("a booking is a list of two integers")
        if not 0 <= booking[0] < booking[1] <= 1_000_000_000:
            raise ValueError("a booking needs 0 <= from < to <= 1,000,000,000")
    if type(airing) is not int or not 0 <= airing <= 1_000_000:
        raise ValueError("airing is an integer from 0 to 1,000,000")
