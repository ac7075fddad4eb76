"""Variables of the environment that the program heeds; a misspelt one is said instead of being passed over."""

from __future__ import annotations

import difflib
import os
from collections.abc import Mapping

from kennan.engine import devices
from kennan.faults import BadInput, Fault

PREFIX = "KENNAN_"
KNOWN = (
    "THREADS",
    "CACHE",
    "ROOMS",
    "RECORD",
    "TRACEBACK",
    "CHROMIUM",
    "PAGE",
    "PYTHON",
)  # the last three: tests


def faults(variables: Mapping[str, str] = os.environ) -> list[Fault]:
    """Return what is wrong with them: names that are nearly a known one, and values that cannot be taken."""
    found = []
    for name in sorted(variables):
        word = name.removeprefix(PREFIX)
        if not name.startswith(PREFIX) or word in KNOWN:
            continue
        if near := difflib.get_close_matches(word.upper(), KNOWN, n=1, cutoff=0.7):
            what = "nothing reads a variable of this name"
            found.append(Fault(what, name, nearest=PREFIX + near[0], do="rename it, or unset it"))
    try:
        devices.cores()
    except BadInput as error:
        found += error.faults
    return found
