def double(n):
    with open("/tmp/escape", "w") as file:
        file.write("here")
    return n * 2
