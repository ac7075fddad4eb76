"""The built page: where it lies, and what to do where it is not, as in an installation that could not build it."""

from __future__ import annotations

import sys
from pathlib import Path

from kennan.faults import BadInput, Fault
from kennan.page import sources

PAGE = Path(__file__).parent / "static"
WEB = Path(__file__).parent / "web"  # in a clone alone
WHY = "missing.txt"  # what the installation leaves there when it could not build the page (hatch_build.py)
HOW = (
    "in a clone of kennan: make page (needs the npm registry); or install kennan from a wheel or a source "
    "distribution, which hold the page"
)


def demand(name: str, what: str, do: str = "", page: Path = PAGE) -> Path:
    """Return one of the built page's own files.

    Parameters
    ----------
    name : "index.html" or "report.html".
    what : what needs it, for the message ("kennan serve").
    do : what else may be done, if anything.
    page : the folder of the built page.

    Raises
    ------
    BadInput : it is not there; why not is said where the installation has left a word of it.
    """
    path = page / name
    if path.is_file():
        return path
    try:
        why = (page / WHY).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        why = ""
    said = f"{what} needs the page, which was not built when kennan was installed"
    raise BadInput(
        Fault(said + (f": {why}" if why else ""), str(path), do="; or ".join(filter(None, [HOW, do])))
    )


def tell_if_old(page: Path = PAGE) -> None:
    """Say on standard error, in a clone, that the page is older than its sources: when it is used, after all faults."""
    if page == PAGE and WEB.is_dir() and not sources.made_from(page, WEB):
        what = "the built page is older than its sources: what it shows or saves may be wrong"
        print(Fault(what, str(page), do=HOW), file=sys.stderr)
