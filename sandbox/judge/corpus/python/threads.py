import threading


def double(n):
    threads = [threading.Thread(target=print) for _ in range(1000)]
    for thread in threads:
        thread.start()
    return n * 2
