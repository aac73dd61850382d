def double(n):
    return "\ud800"
