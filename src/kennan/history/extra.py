"""The optional libraries of this room: imported late, and missed politely."""

from __future__ import annotations

import importlib
from typing import Any

from kennan.faults import BadInput, Fault

INSTALL = 'pip install "kennan[truth]"'


def need(module: str, what: str) -> Any:
    """Return a module of an optional library.

    Parameters
    ----------
    module : its full name ("pyarrow.parquet").
    what : what it is needed for, for the message ("a forecast's members").

    Raises
    ------
    BadInput : the library is not installed.
    """
    library = module.split(".")[0]
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name and error.name.split(".")[0] != library:
            raise
        raise BadInput(Fault(f"{what} needs {library}, which is not installed", do=INSTALL)) from None
