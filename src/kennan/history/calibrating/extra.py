"""pyABC, an optional library: imported late, and missed politely."""

from __future__ import annotations

import importlib.util
import logging
import warnings
from typing import Any

from kennan.faults import BadInput, Fault

INSTALL = 'pip install "kennan[calibrate]"'


def pyabc() -> Any:
    """Return the library; :class:`BadInput` says how to install it where it is missing."""
    if importlib.util.find_spec("pyabc") is None:
        raise BadInput(Fault("calibrating needs pyABC, which is not installed", do=INSTALL))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it speaks of further libraries that nobody asked for
        import pyabc

    logging.getLogger("ABC").setLevel(logging.ERROR)
    return pyabc
