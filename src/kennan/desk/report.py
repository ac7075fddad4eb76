"""One run as one page to read, keep and hand on: a single HTML file that needs no network and no script.

Comes in: the Dataset of a run (and, if there is one, the same plan run with every number at its median). Goes
out: the file. The pictures are SVG inside the page, so they stay sharp; the words under them and the tables
say the same for readers who do not see them.
"""

from __future__ import annotations

import os
import tempfile
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault

if TYPE_CHECKING:
    from xarray import Dataset

HERE = Path(__file__).parent


def write(ds: Dataset, path: str | Path, *, default_run: Dataset | None = None) -> Path:
    """Write the report of a run.

    Parameters
    ----------
    ds : the run (:func:`kennan.open`).
    path : the file to write. It is replaced in one step, so that a reader never finds half a report.
    default_run : the same plan with every number at its median, to stand beside it.

    Returns
    -------
    The path of the written file.

    Raises
    ------
    BadInput : the path is a folder, or its folder does not exist or cannot be written to.
    """
    path = Path(path)
    if path.is_dir():
        raise BadInput(
            Fault("the report's path is a folder", str(path), do="name a file, such as report.html")
        )
    if not path.parent.is_dir():
        raise BadInput(
            Fault("there is no such folder for the report", str(path.parent), do="make it, or name another")
        )
    text = page(ds, default_run=default_run)
    try:
        handle, name = tempfile.mkstemp(prefix=".report-", suffix=".html", dir=path.parent)
    except OSError as error:
        fault = Fault(f"the report cannot be written there ({error.strerror})", str(path.parent))
        raise BadInput(fault) from None
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        Path(name).chmod(0o644)
        Path(name).replace(path)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise BadInput(Fault(f"the report cannot be written ({error.strerror})", str(path))) from None
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return path


def page(ds: Dataset, *, default_run: Dataset | None = None) -> str:
    """Return the report as HTML text."""
    from kennan.desk import report_pictures, report_text
    from kennan.desk import report_words as words
    from kennan.records import summary

    found = summary.shares(ds)
    also = words.contrast(ds, found)
    sections = [
        report_pictures.result(ds, found),
        report_pictures.years(ds),
        report_pictures.fans(ds, default_run),
        report_pictures.orbit(ds),
        report_pictures.star(ds),
        report_text.paths(ds),
        report_text.defaults(found, default_run),
        report_text.reading(ds),
        report_text.definitions(ds),
        report_text.plan(ds, default_run),
        report_text.passages(ds),
    ]
    worlds = ds.sizes["world"]
    count = f"{worlds:,} worlds for each of {len(found)} policies" if len(found) > 1 else f"{worlds:,} worlds"
    template = Template((HERE / "report_page.html").read_text(encoding="utf-8"))
    return template.substitute(
        title=escape(f"What became of Soviet power: {ds.attrs.get('title', 'a run')}"),
        style=(HERE / "report_page.css").read_text(encoding="utf-8").strip(),
        kicker=escape(f"{ds.attrs.get('title', '')} · {count}"),
        headline=escape(words.headline(found)),
        also=f"<p>{escape(also)}</p>" if also else "",
        sections="\n".join(s for s in sections if s),
        footer=escape(
            "Made by kennan, which runs the article of July 1947 on the sources of Soviet conduct as many "
            "possible histories. This file holds everything it shows; it asks for nothing from elsewhere."
        ),
    )
