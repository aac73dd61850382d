def double(n):
    raise type("Secret%d" % n, (Exception,), {})()
