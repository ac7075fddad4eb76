"""One rule for every file that a command writes.

What stands there is never replaced unless ``--force`` says so, an input of the same command not even then. All of it
is said before anything is computed; and a file appears whole or not at all.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.faults import BadInput, Fault, Faults
from kennan.records import durable

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PICTURES = (".svg", ".png", ".pdf")
OUTPUTS = ("out", "picture", "report", "to")  # options that say where something is written
DPI = 160


def picture(asked: argparse.Namespace, faults: Faults) -> Path | None:
    """Return where the picture goes; see :func:`file`."""
    return file(asked, "picture", faults, PICTURES)


def file(asked: argparse.Namespace, option: str, faults: Faults, endings: Iterable[str] = ()) -> Path | None:
    """Return where a file goes, or None when it was not asked for.

    Parameters
    ----------
    asked : what was typed; ``asked.force`` lets a file be replaced.
    option : the name of the option that says where.
    faults : takes every reason why nothing can be written there.
    endings : how the file's name may end; any way, when left out.
    """
    given = getattr(asked, option)
    if not isinstance(given, str):
        return None
    path, where = Path(given), f"--{option} {given}"
    if not given or path.name in ("", ".."):
        faults.add("the file has no name", where=where, do="name a file")
    elif endings and path.suffix.lower() not in endings:
        what = f"the ending of {path.name!r} names no kind of {option}"
        faults.add(what, where=where, allowed=f"a name that ends in {', '.join(endings)}")
    elif path.is_dir():
        faults.add("it is a folder", where=where, do="name a file")
    elif not path.absolute().parent.is_dir():
        faults.add(f"there is no folder {path.parent}", where=where, do="make it, or name another")
    elif not os.access(path.absolute().parent, os.W_OK):
        faults.add(
            f"nothing may be written into {path.absolute().parent}", where=where, do="name another folder"
        )
    elif path.exists() and not path.is_file():
        faults.add("it is no ordinary file", where=where, do="name another")
    elif over := _over(path, inputs(asked)):
        faults.add(f"it would replace {over}, which this command reads", where=where, do="name another")
    elif os.path.lexists(path) and not asked.force:
        faults.add("it exists already", where=where, do="name another path, or --force replaces it")
    elif twin := [o for o in OUTPUTS if o < option and _same(path, getattr(asked, o, None))]:
        faults.add(f"--{twin[0]} names the same file", where=where, do="name another")
    return path


def folder(asked: argparse.Namespace, option: str, faults: Faults) -> None:
    """Note a fault when a folder that is to be written is one that the command reads, holds one, or lies in its way."""
    given = getattr(asked, option)
    if isinstance(given, str) and given and (over := _over(Path(given), inputs(asked))):
        where = f"--{option} {given}"
        faults.add(f"it would replace {over}, which this command reads", where=where, do="name another")


def inputs(asked: argparse.Namespace) -> list[Path]:
    """Return every file and folder that was named and is there, but for those that are to be written."""
    words = [word for name, value in vars(asked).items() if name not in OUTPUTS for word in _words(value)]
    return [Path(word) for word in dict.fromkeys(words) if word and os.path.lexists(word)]


@contextmanager
def written(path: Path, what: str, force: bool = False) -> Iterator[Path]:
    """Give a path to write to; when all went well, what was written there takes its place.

    Raises
    ------
    BadInput : it cannot be written, or something has appeared at the place since it was checked.
    """
    partial = durable.partial(path)
    try:
        yield partial
        durable.settle([partial], [])
        if force:
            partial.replace(path)
        else:
            _place(partial, path)
        durable.sync_folder(path.absolute().parent)
    except FileExistsError:
        do = "name another path, or --force replaces it"
        raise BadInput(Fault("something has appeared there meanwhile", str(path), do=do)) from None
    except OSError as error:
        raise BadInput(Fault(f"{what} cannot be written ({error.strerror})", str(path))) from error
    finally:
        with suppress(OSError):
            partial.unlink(missing_ok=True)


def save(figure: Figure, path: Path, force: bool = False) -> None:
    """Write a picture; the ending of the path says in which format.

    Raises
    ------
    BadInput : it cannot be written.
    """
    from kennan.plots.look import svg

    kind = path.suffix.lower().removeprefix(".")
    with written(path, "the picture", force) as partial:
        if kind == "svg":
            partial.write_text(svg(figure), encoding="utf-8")
        else:
            figure.savefig(partial, format=kind, dpi=DPI)


def _place(partial: Path, path: Path) -> None:
    """Give a file its name, unless something else has it."""
    try:
        os.link(partial, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        if os.path.lexists(path):
            raise FileExistsError(path) from None
        partial.replace(path)


def _words(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        if "," in value:
            yield from (part.strip() for part in value.split(","))
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _words(inner)


def _over(path: Path, read: Iterable[Path]) -> str:
    """Return what is read and would be replaced by writing to a path; "" when nothing is."""
    if not os.path.lexists(path):
        return ""
    goal = path.resolve()
    for one in read:
        place = one.resolve()
        if goal == place or goal in place.parents or (place.is_dir() and place in goal.parents):
            return str(one)
    return ""


def _same(path: Path, other: Any) -> bool:
    return isinstance(other, str) and path.absolute() == Path(other).absolute()
