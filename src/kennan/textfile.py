"""Reads a text file that a person may have written, or says in words why it cannot be read.

Comes in: a path. Goes out: its text, without the byte order mark that some editors put before it. Every room may use
this module; whatever reads a policy, a plan, a table or a register reads it here, so that all are refused alike.
"""

from __future__ import annotations

import codecs
import errno
import json
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, Fault

WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
WIDEST = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)  # the first of them begins as UTF-16 does
MARK = "\ufeff"
SAVE = "save it as UTF-8"


def read(path: str | Path, what: str, kind: str, largest: int, gone: str = "check the path") -> str:
    """Return the text of a file in UTF-8, with or without a byte order mark.

    Parameters
    ----------
    path : the file.
    what : what the file is to the user, for messages ("policy file").
    kind : what it is written in: "TOML", "CSV" or "JSON".
    largest : bytes that it may have.
    gone : what to do when there is none.

    Raises
    ------
    BadInput : the file is missing, a folder, unreadable, empty, too large, or not text in UTF-8.
    """
    path = Path(path)
    name = f"name a file that ends in .{kind.lower()}"
    try:
        if path.is_dir():
            raise BadInput(Fault(f"the {what} is a folder", str(path), do=name))
        if path.exists() and not path.is_file():
            raise BadInput(Fault(f"the {what} is not an ordinary file", str(path), do=name))
        size = path.stat().st_size
        if size > largest:
            raise BadInput(
                Fault(f"the {what} has {size:,} bytes", str(path), allowed=f"at most {largest:,} bytes")
            )
        raw = path.read_bytes()
    except FileNotFoundError:
        raise BadInput(Fault(f"there is no such {what}", str(path), do=gone)) from None
    except OSError as error:
        if error.errno == errno.ELOOP:
            do = "put the file itself there, or let the link lead to one"
            raise BadInput(
                Fault(f"the {what} is a link that leads back to itself", str(path), do=do)
            ) from None
        raise BadInput(Fault(f"the {what} cannot be read ({error.strerror})", str(path))) from None
    return decoded(raw, what, kind, str(path))


def decoded(raw: bytes, what: str, kind: str, where: str) -> str:
    """Return the text of some bytes; see :func:`read`.

    Raises
    ------
    BadInput : they are none, or not text in UTF-8.
    """
    allowed = f"{kind} in UTF-8"
    if raw.startswith(WIDEST):
        raise BadInput(Fault(f"the {what} is not text in UTF-8 but in UTF-32", where, allowed, do=SAVE))
    if raw.startswith(WIDE):
        do = f"{SAVE}; in Windows PowerShell 5, where > writes UTF-16: COMMAND | Out-File -Encoding utf8 FILE"
        raise BadInput(Fault(f"the {what} is not text in UTF-8 but in UTF-16", where, allowed, do=do))
    try:
        text = raw.decode("utf-8").lstrip(MARK)
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        fault = Fault(f"the {what} is not text (byte {error.start})", f"{where}:{line}", allowed, do=SAVE)
        raise BadInput(fault) from None
    if "\x00" in text:
        half = text[::2].count("\x00") + text[1::2].count("\x00") > len(text) // 3
        why = ", as UTF-16 does" if half else ""
        raise BadInput(Fault(f"the {what} is not text (it holds zero bytes{why})", where, allowed, do=SAVE))
    if not text.strip():
        raise BadInput(Fault(f"the {what} is empty", where))
    return text


def from_json(text: str, what: str, where: str, allowed: str = "", do: str = "") -> Any:
    """Return what a JSON text says.

    Parameters
    ----------
    what : what the text is to the user ("plan").
    where : the place for messages.
    allowed, do : what would be taken, and what to do.

    Raises
    ------
    BadInput : it is not JSON, or a name stands twice in one of its objects: nobody could say which is meant.
    """
    twice: list[str] = []

    def table(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(name for name in made if names.count(name) > 1)
        return made

    try:
        data = json.loads(text.removeprefix(MARK), object_pairs_hook=table)
    except (ValueError, RecursionError) as error:
        reason = "it is nested too deeply" if isinstance(error, RecursionError) else str(error)
        raise BadInput(Fault(f"the {what} is not JSON: {reason}", where, allowed, do=do)) from None
    if twice:
        raise BadInput(
            [
                Fault(
                    f"the name {name!r} stands twice in one object of the {what}",
                    where,
                    do="keep one of the two",
                )
                for name in dict.fromkeys(twice)
            ]
        )
    return data


def other_separator(text: str) -> str:
    """Return by what the columns of a table are separated, where that is not commas: "semicolons", "tabs", or ""."""
    head = text.lstrip().partition("\n")[0]
    for letter, name in ((";", "semicolons"), ("\t", "tabs"), ("|", "bars")):
        if head.count(letter) > head.count(","):
            return name
    return ""


def demand_commas(text: str, what: str, where: str) -> None:
    """Refuse a table whose columns are separated by something else.

    Raises
    ------
    BadInput : they are.
    """
    if found := other_separator(text):
        said = f"the {what} has {found} between its columns"
        do = "save it as CSV with commas; cells that hold a comma go in double quotation marks"
        raise BadInput(Fault(said, f"{where}:1", "commas", do=do))
