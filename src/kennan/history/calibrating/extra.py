"""pyABC, an optional library, with its chatter turned off."""

from __future__ import annotations

import logging
from typing import Any

from kennan.extras import need


def pyabc() -> Any:
    """Return the library; :class:`~kennan.faults.BadInput` says how to install it where it is missing."""
    library = need("pyabc", "kennan calibrate")
    logging.getLogger("ABC").setLevel(logging.ERROR)
    return library
