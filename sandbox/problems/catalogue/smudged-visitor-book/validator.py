def validate(input):
    if type(input) is not dict or set(input) != {"book"}:
        raise ValueError("expected exactly the parameter book")
    book = input["book"]
    if type(book) is not str or len(book) > 30_000:
        raise ValueError("book must be a string of at most 30,000 characters")
    if not set(book) <= set("()?"):
        raise ValueError("book has a character that is none of ( ) ?")
