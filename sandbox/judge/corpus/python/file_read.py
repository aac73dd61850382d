def double(n):
    return len(open("/etc/passwd").read()) * 0 + n * 2
