"""Runs a program of a problem package as its command line would: with arguments, standard input and
a few files in memory. Everything comes as JSON on standard input and goes as JSON to standard
output. The guest has no file system: `open` knows the files that were given and the feedback folder.
"""

import builtins as _builtins
import io as _io
import json as _json
import os as _os
import sys as _sys
import traceback as _traceback
import types as _types


class OutputLimit(Exception):
    """The program wrote more than it may."""


class _Room:
    """What may still be written, in characters, over all streams and files."""

    def __init__(self, room):
        self.left = room

    def take(self, text):
        self.left -= len(text)
        if self.left < 0:
            raise OutputLimit("the program wrote too much")


class _Text(_io.StringIO):
    """A text that counts against the room and is kept when it is closed."""

    def __init__(self, room, initial="", keep=None):
        super().__init__(initial, newline="")
        self._room = room
        self._keep = keep
        if initial:
            self.seek(0, 2)

    def write(self, text):
        self._room.take(text)
        return super().write(text)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def close(self):
        if not self.closed and self._keep is not None:
            self._keep(self.getvalue())
        super().close()


class _Bytes(_io.BytesIO):
    """The same for bytes."""

    def __init__(self, room, initial=b"", keep=None):
        super().__init__(initial)
        self._room = room
        self._keep = keep
        if initial:
            self.seek(0, 2)

    def write(self, data):
        self._room.take(bytes(data))
        return super().write(data)

    def close(self):
        if not self.closed and self._keep is not None:
            self._keep(self.getvalue().decode("utf-8", "replace"))
        super().close()


class _Files:
    """The files by path."""

    def __init__(self, files, feedback, room):
        self.given = files
        self.feedback = feedback
        self.written = {}
        self.room = room
        self.open_ones = []

    def _path(self, path):
        text = _os.fspath(path)
        if isinstance(text, bytes):
            text = text.decode()
        while text.startswith("./"):
            text = text[2:]
        return text.replace("//", "/")

    def open(self, file, mode="r", *_arguments, **_options):
        path = self._path(file) if not isinstance(file, int) else str(file)
        binary = "b" in mode
        writes = any(letter in mode for letter in "wax+")
        content = self.written.get(path, self.given.get(path))
        if not writes:
            if content is None:
                raise FileNotFoundError(2, "No such file or directory", path)
            if binary:
                return _io.BytesIO(content.encode())
            return _io.StringIO(content.replace("\r\n", "\n"))
        if not path.startswith(self.feedback):
            raise PermissionError(13, "Permission denied", path)
        if "x" in mode and content is not None:
            raise FileExistsError(17, "File exists", path)
        before = content if content is not None and ("a" in mode or "r" in mode) else ""

        def keep(text):
            self.written[path] = text

        keep(before)
        made = (
            _Bytes(self.room, before.encode(), keep) if binary else _Text(self.room, before, keep)
        )
        self.open_ones.append(made)
        return made

    def close(self):
        for one in self.open_ones:
            if not one.closed:
                one.close()

    def message(self, name, most):
        return self.written.get(self.feedback + name, "")[:most]


def _status(error):
    code = error.code
    if code is None:
        return 0
    if isinstance(code, int):
        return code & 0xFF
    return 1


def _main():
    order = _json.loads(_sys.stdin.read())
    report, real = {"exit": 1, "error": ""}, _sys.stdout
    room = _Room(order["room"])
    files = _Files(order["files"], order["feedback"], room)
    _builtins.open = _io.open = files.open
    data = order["stdin"].encode("utf-8", "surrogatepass")
    _sys.stdin = _io.TextIOWrapper(_io.BytesIO(data), encoding="utf-8", errors="replace")
    _sys.stdout, _sys.stderr = _Text(room), _Text(room)
    _sys.argv = [order["name"], *order["arguments"]]
    module = _types.ModuleType("__main__")
    module.__dict__["__builtins__"] = _builtins
    module.__dict__["__file__"] = order["name"]
    _sys.modules["__main__"] = module
    try:
        code = compile(order["source"], order["name"], "exec", dont_inherit=True)
        exec(code, module.__dict__)
        report["exit"] = 0
    except SystemExit as error:
        report["exit"] = _status(error)
        if isinstance(error.code, str):
            report["error"] = error.code[: order["most"]]
    except BaseException as error:
        lines = _traceback.format_exception_only(type(error), error)
        report["error"] = "".join(lines).strip()[: order["most"]]
    try:
        files.close()
    except BaseException as error:
        report["exit"], report["error"] = 1, str(error)[: order["most"]]
    report["judgeMessage"] = files.message("judgemessage.txt", order["most"])
    report["teamMessage"] = files.message("teammessage.txt", order["most"])
    real.write(_json.dumps(report))
    real.flush()


_main()
