"""One run as one page to read, keep and hand on: a single HTML file that needs no network and no server.

Comes in: the Dataset of a run (and, if there is one, the same plan run with every number at its median). Goes
out: the file. It is the built template ``page/static/report.html``, which holds the charts of the page, with the run's
data put into it; so what is seen in the file is drawn by the same code as what is seen on the page. The data are JSON,
deflated and in base64, which keeps five policies in half a megabyte. The result stands in the file in plain words as
well, for readers whose browser runs no script; the page takes their place when it does.
"""

from __future__ import annotations

import base64
import json
import re
import zlib
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.faults import BadInput, Fault
from kennan.page import built
from kennan.records import durable

if TYPE_CHECKING:
    from xarray import Dataset

TEMPLATE = built.PAGE / "report.html"
WITHOUT = "leave the report out (kennan run --no-report)"
PLACES = {  # what is filled into the template, by the element that it goes into
    "title": "<title>A run of kennan</title>",
    "plain": '<div id="plain"></div>',
    "run": '<script type="text/plain" id="run"></script>',
}


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
    BadInput : the path is a folder, or its folder does not exist or cannot be written to; or kennan was installed
        without its page.
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
        durable.write(path, text.encode())
    except OSError as error:
        raise BadInput(Fault(f"the report cannot be written ({error.strerror})", str(path))) from None
    return path


def page(ds: Dataset, *, default_run: Dataset | None = None) -> str:
    """Return the report as HTML text.

    Raises
    ------
    BadInput : kennan was installed without its page.
    """
    from kennan.report import data as pack

    built.tell_if_old(TEMPLATE.parent)
    data = pack.data(ds, default_run)
    title = f"{_asked(data)}: {data['title'] or 'a run'}"
    filled = {
        "title": f"<title>{escape(title)}</title>",
        "plain": f'<div id="plain">{plainly(data)}</div>',
        "run": f'<script type="text/plain" id="run">{embedded(data)}</script>',
    }
    return re.sub("|".join(map(re.escape, PLACES.values())), lambda m: filled[_PLACE_OF[m[0]]], template())


def _asked(data: dict[str, Any]) -> str:
    return f"What became of {data['world_said']['words']['closed_power']}"


_PLACE_OF = {place: name for name, place in PLACES.items()}


def template() -> str:
    """Return the built page into which a run's data goes.

    Raises
    ------
    BadInput : it is not there, or is none: kennan was installed from its sources without building the page.
    """
    path = built.demand(TEMPLATE.name, "a report", WITHOUT, TEMPLATE.parent)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(Fault(f"the report's page cannot be read ({error})", str(path), do=WITHOUT)) from None
    if any(text.count(place) != 1 for place in PLACES.values()):
        raise BadInput(Fault("the report's page has no place for a run", str(path), do=WITHOUT))
    return text


def embedded(data: object) -> str:
    """Return data as JSON, deflated, in base64: letters, digits and three signs, which cannot end an element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return base64.b64encode(zlib.compress(text.encode(), 9)).decode()


def carried(text: str) -> dict[str, Any]:
    """Return the data that a report carries, from its text.

    Raises
    ------
    BadInput : it is no report of this program.
    """
    found = re.search(r'<script type="text/plain" id="run">([A-Za-z0-9+/=]+)</script>', text)
    if found is None:
        raise BadInput(
            Fault("this is no report of kennan, or it is not whole", do="write it again with kennan run")
        )
    return dict(json.loads(zlib.decompress(base64.b64decode(found[1]))))


def plainly(data: dict[str, Any]) -> str:
    """Return what a reader without scripts is told: the result in words, and the table of endings."""
    from kennan.report.words import plain_table

    also = f"<p>{escape(data['contrast'])}</p>" if data["contrast"] else ""
    return (
        f"<h1>{escape(_asked(data))}</h1><p>{escape(data['headline'])}</p>{also}{plain_table(data)}"
        "<p>The charts of this file need JavaScript, which it carries with it, and a browser of 2023 or later.</p>"
    )
