import os

print(int(input()) * 2, flush=True)
os._exit(0)
