"""Standard output and standard error that any system takes. Standard library only.

A reader that has read enough (``| head``) ends nothing: what follows goes nowhere, and the command comes to its own
end, with its files written and its own exit code. A sign that the system's code page does not hold is written as the
letter most like it, or as ``?``; what programs read is UTF-8 on every system.
"""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from kennan.faults import BadInput, Fault

GONE = (errno.EPIPE, errno.ESHUTDOWN, errno.ECONNRESET, errno.EBADF) + (
    (errno.EINVAL,) if os.name == "nt" else ()
)
ALIKE = str.maketrans(
    {"×": "x", "·": ".", "…": "...", "–": "-", "—": "-", "−": "-", "±": "+-", "→": "->", "≤": "<=", "≥": ">="}
    | dict.fromkeys("“”„«»", '"')
    | dict.fromkeys("‘’‚", "'")
    | {"\N{NO-BREAK SPACE}": " "}
)  # fmt: skip


class Patient(io.RawIOBase):
    """Writes to another stream until its reader is gone, and then nowhere.

    Raises
    ------
    BadInput : standard output leads to a place that cannot take it (a full disk), once.
    """

    def __init__(self, to: Any, name: str):
        self.to, self.called, self.gone = to, name, False

    def writable(self) -> bool:
        """Say yes."""
        return True

    def isatty(self) -> bool:
        """Say whether a terminal stands behind it."""
        return bool(self.to.isatty())

    def fileno(self) -> int:
        """Return the number of the file behind it."""
        return int(self.to.fileno())

    def write(self, data: Any) -> int:
        """Write, or let it go."""
        while not self.gone:
            try:
                done = self.to.write(data)
            except (OSError, ValueError) as error:  # a ValueError: it was closed
                self.gone = True
                if not isinstance(error, OSError) or error.errno in GONE or self.called == "standard error":
                    break
                what = f"{self.called} cannot be written ({error.strerror})"
                raise BadInput(
                    Fault(what, do="send it elsewhere; files of the command are not touched")
                ) from None
            if done is not None:
                return int(done)
            import select  # a pipe that takes no more just now

            select.select([], [self.to], [])
        return len(data)


def aside(words: str) -> None:
    """Say on standard error what is no fault that stops, but ought to be known, beside whatever is printed."""
    print(f"note: {words}", file=sys.stderr)


def utf8() -> None:
    """Let standard output be UTF-8 from here on: what follows is read by a program."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a surrogate (a name that is no text) is as JSON escapes it
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")


@contextmanager
def patient() -> Iterator[None]:
    """Put patient streams in place of standard output and standard error while the block runs."""
    kept = sys.stdout, sys.stderr
    sys.stdout = _patient(kept[0], "standard output")
    sys.stderr = _patient(kept[1], "standard error")
    try:
        yield
    finally:
        for stream in (sys.stdout, sys.stderr):
            with suppress(BadInput, OSError, ValueError):
                stream.flush()
        sys.stdout, sys.stderr = kept


def _patient(stream: Any, name: str) -> Any:
    if stream is None:  # closed before we began
        return open(os.devnull, "w", encoding="utf-8", errors="replace")
    below = getattr(stream, "buffer", None)
    if below is None:  # somebody's own stream, such as a notebook's
        return stream
    with suppress(OSError, ValueError):
        stream.flush()
    raw = Patient(getattr(below, "raw", below), name)
    buffered = io.BufferedWriter(raw)
    live = raw.isatty() or name == "standard error"
    return io.TextIOWrapper(
        buffered, stream.encoding, "kennan-alike", line_buffering=live, write_through=False
    )


def _alike(error: UnicodeError) -> tuple[str, int]:
    """Return what stands for signs that a code page does not hold."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(map(_letter, error.object[error.start : error.end])), error.end


def _letter(sign: str) -> str:
    said = sign.translate(ALIKE)
    if said.isascii():
        return said
    plain = "".join(c for c in unicodedata.normalize("NFKD", sign) if c.isascii())
    return plain if plain and unicodedata.category(sign).startswith("L") else "?"


codecs.register_error("kennan-alike", _alike)
