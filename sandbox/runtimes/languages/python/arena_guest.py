"""The judge's side of the Python guest: runs a player's program and reports what it did.

The module is imported once, while the component is built, and so is every standard module that a
player may use: afterwards there is no file system to import from. The player's code shares this
interpreter and may change anything in it, so nothing here is trusted and no secret is kept here.
"""

import builtins
import gc
import importlib
import io
import json
import linecache
import os
import sys
import threading
import traceback
import types

import wit_world

from arena_modules import MODULES, OPTIONAL_MODULES

FILE_NAME = "solution.py"
ERROR_TEXT_LIMIT = 8192
TRACEBACK_FRAMES = 24
OUTPUT_BUFFER = 8192

for _name in MODULES:
    importlib.import_module(_name)
for _name in OPTIONAL_MODULES:
    try:
        importlib.import_module(_name)
    except ImportError:
        pass


class _Program:
    """The submission that this instance judges."""

    form = "function"
    answer_limit = 0
    code = None
    function = None


def _reply(tag, body=""):
    return tag + "\n" + body


def _encode(reply):
    return reply.encode("utf-8", "backslashreplace")


def _shorten(text):
    if len(text) <= ERROR_TEXT_LIMIT:
        return text
    half = ERROR_TEXT_LIMIT // 2
    return text[:half] + "\n[...]\n" + text[-half:]


def _own_frames(frames):
    """The frames from the player's first line on, but for ours: what called it, and stand-ins."""
    ours = _own_frames.__code__.co_filename
    for index, frame in enumerate(frames):
        if frame.filename == FILE_NAME:
            return [frame for frame in frames[index:] if frame.filename != ours]
    return []


def _describe(error):
    """The traceback as Python prints it, without our frames."""
    try:
        tb = error.__traceback__
        while tb is not None and tb.tb_frame.f_code.co_filename != FILE_NAME:
            tb = tb.tb_next
        report = traceback.TracebackException(
            type(error), error, tb, limit=-TRACEBACK_FRAMES, compact=True
        )
        chain, seen = report, 0
        while chain is not None and seen < 8:
            chain.stack = traceback.StackSummary.from_list(_own_frames(list(chain.stack)))
            chain, seen = chain.__cause__ or chain.__context__, seen + 1
        return _shorten("".join(report.format()).rstrip("\n"))
    except MemoryError:
        return "MemoryError"
    except BaseException:
        return "an exception that cannot be described"


def _kind(error):
    try:
        return str(type.__getattribute__(type(error), "__name__"))[:100]
    except BaseException:
        return "Exception"


def _failure(error):
    return _reply("error", _kind(error) + "\n" + _describe(error))


class _Input(io.BytesIO):
    """Standard input, which is a text of the host's and no file."""

    name = "<stdin>"

    def fileno(self):
        return 0


class _Descriptor:
    """What descriptor 0 reads from: the same as `sys.stdin.buffer`."""

    bytes = _Input()


def _open_streams(text):
    """Fresh standard streams; stdin has a real `buffer`, as programs that read fast expect."""
    _Descriptor.bytes = _Input(text.encode("utf-8", "surrogatepass"))
    sys.stdin = sys.__stdin__ = io.TextIOWrapper(
        _Descriptor.bytes, encoding="utf-8", errors="replace"
    )
    out = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(1, "wb", closefd=False), OUTPUT_BUFFER),
        encoding="utf-8",
        newline="\n",
    )
    err = io.TextIOWrapper(
        io.BufferedWriter(io.FileIO(2, "wb", closefd=False), OUTPUT_BUFFER),
        encoding="utf-8",
        errors="backslashreplace",
        newline="\n",
    )
    sys.stdout = sys.__stdout__ = out
    sys.stderr = sys.__stderr__ = err
    return out, err


def _flush(streams):
    for stream in (sys.stdout, sys.stderr, *streams):
        try:
            stream.flush()
        except (ValueError, AttributeError, OSError):
            pass  # the program closed or replaced it: what it had written is out


def _namespace(name):
    module = types.ModuleType(name)
    module.__dict__["__builtins__"] = __builtins__
    module.__dict__["__file__"] = FILE_NAME
    sys.modules[name] = module
    return module.__dict__


def _exit_status(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    print(code, file=sys.stderr)
    return 1


def _run(streams, action):
    """Runs `action`; returns (reply or None, what it returned)."""
    try:
        return None, action()
    except SystemExit as error:
        try:
            status = _exit_status(error)
        except BaseException:
            status = 1
        return _reply("exit", str(status)), None
    except BaseException as error:
        return _failure(error), None
    finally:
        _flush(streams)


def _prepare(form, code, entry, answer_limit):
    _Program.form = form
    _Program.answer_limit = answer_limit
    lines = code.splitlines(True)
    linecache.cache[FILE_NAME] = (len(code), None, lines, FILE_NAME)
    try:
        compiled = compile(code, FILE_NAME, "exec", dont_inherit=True)
    except (SyntaxError, ValueError) as error:
        return _reply("syntax", _describe(error))
    except BaseException as error:
        return _reply("syntax", _kind(error) + ": the compiler gave up on this program")
    if form == "stdin":
        _Program.code = compiled
        return _reply("ready")
    namespace = _namespace("solution")
    streams = _open_streams("")
    failure, _ = _run(streams, lambda: exec(compiled, namespace))
    if failure is not None:
        return failure
    function = namespace.get(entry)
    if not callable(function):
        return _reply("missing", entry)
    _Program.function = function
    return _reply("ready")


def _call_function(text):
    arguments = json.loads(text)
    streams = _open_streams("")
    function = _Program.function
    failure, value = _run(streams, lambda: function(*arguments))
    if failure is not None:
        return failure
    try:
        answer = json.dumps(value, allow_nan=False, separators=(",", ":"))
        if len(answer) > _Program.answer_limit:
            return _reply("overflow")
        return _reply("value", answer)
    except RecursionError:
        return _reply("unfit", "the returned value is nested too deeply")
    except (TypeError, ValueError) as error:
        return _reply("unfit", _shorten(f"the returned value is not an answer: {error}"))
    except BaseException as error:
        return _failure(error)


def _call_program(text):
    streams = _open_streams(text)
    namespace = _namespace("__main__")
    failure, _ = _run(streams, lambda: exec(_Program.code, namespace))
    return failure if failure is not None else _reply("done")


class WitWorld(wit_world.WitWorld):
    def prepare(self, form: str, code: str, entry: str, answer_limit: int) -> bytes:
        return _encode(_prepare(form, code, entry, answer_limit))

    def call(self, input: str) -> bytes:
        call = _call_program if _Program.form == "stdin" else _call_function
        return _encode(call(input))


def _stand_in_for_descriptor_0():
    """`open(0)`, `open("/dev/stdin")`, `os.read(0, n)` and `os.fstat(0)` find standard input."""
    open_file, read, fstat = builtins.open, os.read, os.fstat

    def opened(file, mode="r", *arguments, **options):
        if type(file) in (int, str) and file in (0, "/dev/stdin", "/dev/fd/0") and "r" in mode:
            # Closing it leaves sys.stdin open, but what it could read is taken.
            rest = _Input(_Descriptor.bytes.read())
            if "b" in mode:
                return rest
            settings = dict(zip(("buffering", "encoding", "errors", "newline"), arguments))
            settings.update(options)
            named = {key: settings.get(key) for key in ("encoding", "errors", "newline")}
            return io.TextIOWrapper(rest, **named)
        return open_file(file, mode, *arguments, **options)

    def read_some(fd, length, /):
        return _Descriptor.bytes.read(length) if fd == 0 else read(fd, length)

    def status(fd):
        if fd != 0:
            return fstat(fd)
        return os.stat_result((0o100444, 0, 0, 1, 0, 0, len(_Descriptor.bytes.getbuffer()), 0, 0, 0))

    builtins.open = io.open = opened
    os.read = read_some
    os.fstat = status


def _run_threads_where_they_start():
    """A thread runs to its end when it is started: programs start one for its bigger stack."""
    cannot = threading.Thread.start

    def start(self):
        target = getattr(self, "_target", None)
        # A pool's threads wait for work that nobody could give them any more.
        if getattr(target, "__module__", "").startswith(("concurrent.", "asyncio.")):
            return cannot(self)
        if self._started.is_set():
            raise RuntimeError("threads can only be started once")
        self._started.set()
        self.run()

    def join(self, timeout=None):
        if not self._started.is_set():
            raise RuntimeError("cannot join thread before it is started")

    threading.Thread.start = start
    threading.Thread.join = join
    threading.Thread.is_alive = lambda self: False


_stand_in_for_descriptor_0()
_run_threads_where_they_start()
gc.collect()
gc.freeze()
