"""The heavy libraries of this room: imported late, and an installation that lost one is told how to get it back."""

from __future__ import annotations

import importlib
from typing import Any

from kennan.faults import BadInput, Fault

INSTALL = "pip install --upgrade --force-reinstall kennan"


def need(module: str, what: str) -> Any:
    """Return a module of a library that is slow to import.

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
