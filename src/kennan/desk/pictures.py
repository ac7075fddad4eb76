"""Writes one picture to a file that was asked for with ``--picture``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault, Faults

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ENDINGS = (".svg", ".png", ".pdf")
DPI = 160


def checked(given: str | None, faults: Faults) -> Path | None:
    """Return the path of a picture that can be made; note every fault before anything long begins."""
    if given is None:
        return None
    path = Path(given)
    if path.suffix.lower() not in ENDINGS:
        faults.add(f"{path.name!r} names no kind of picture", where="--picture", allowed=", ".join(ENDINGS))
    elif path.is_dir():
        faults.add("it is a folder", where=f"--picture {path}", do="name a file")
    elif not path.absolute().parent.is_dir():
        faults.add(f"there is no folder {path.parent}", where="--picture", do="make the folder first")
    return path


def save(figure: Figure, path: Path) -> None:
    """Write a figure whole or not at all.

    Raises
    ------
    BadInput : the file cannot be written.
    """
    from kennan.plots.look import svg

    partial = path.with_name(f".{path.name}.partial")
    try:
        if path.suffix.lower() == ".svg":
            partial.write_text(svg(figure), encoding="utf-8")
        else:
            figure.savefig(partial, format=path.suffix.lower().removeprefix("."), dpi=DPI)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise BadInput(Fault(f"the picture cannot be written ({error.strerror})", str(path))) from error
