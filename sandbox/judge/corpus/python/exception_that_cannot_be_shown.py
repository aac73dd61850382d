class Silent(Exception):
    def __str__(self):
        raise self

    __repr__ = __str__


def double(n):
    raise Silent()
