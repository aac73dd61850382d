"""The standard modules that exist in the Python guest: those that a program may import."""

MODULES = """
__future__ abc argparse array ast asyncio base64 binascii bisect builtins cProfile calendar cmath
cmd code codecs codeop collections collections.abc colorsys concurrent.futures configparser
contextlib contextvars copy copyreg csv dataclasses datetime decimal difflib dis doctest email
encodings.ascii encodings.idna encodings.latin_1 encodings.utf_8 encodings.utf_16 encodings.utf_32
enum errno fileinput fnmatch fractions functools gc getopt getpass glob gzip graphlib hashlib heapq
hmac html html.parser importlib inspect io itertools json json.decoder json.encoder keyword
linecache locale logging marshal math multiprocessing numbers opcode operator optparse os os.path
pathlib pickle pkgutil platform pprint posixpath pstats queue quopri random re reprlib sched secrets
selectors shelve shlex shutil signal socket sre_compile stat statistics string stringprep struct
subprocess symtable sys tempfile textwrap threading time timeit token tokenize trace traceback types
typing unicodedata unittest urllib.parse uuid warnings weakref xml.etree.ElementTree zipfile zlib
zoneinfo _strptime _pydecimal
""".split()

# Not in every build of CPython for wasm.
OPTIONAL_MODULES = ()
