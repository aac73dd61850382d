def double(n):
    ring = []
    ring.append(ring)
    return ring
