"""Libraries that only some commands need: imported late, and missed politely.

Comes in: the name of a library, and what needs it. Goes out: the library, or a :class:`~kennan.faults.BadInput` that
says which extra brings it. Every room may use this module.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Sequence
from typing import Any

from kennan.faults import BadInput, Fault

#: Which extra of ``pyproject.toml`` brings which library.
EXTRAS = {
    "ema_workbench": "experiments",
    "netCDF4": "export",
    "pyabc": "calibrate",
    "sqlalchemy": "serve",
    "starlette": "serve",
    "uvicorn": "serve",
}


def need(module: str, what: str, where: str = "") -> Any:
    """Return a module of an optional library.

    Parameters
    ----------
    module : its full name ("ema_workbench.analysis.prim").
    what : what it is needed for, for the message ("kennan discover").
    where : what asked for it, for the message ("--format netcdf").

    Raises
    ------
    BadInput : the library is not installed, or cannot be imported.
    """
    return demand([module], what, where)[0]


def demand(modules: Sequence[str], what: str, where: str = "") -> list[Any]:
    """Return several modules as :func:`need` does; all that are missing are named in one message.

    Raises
    ------
    BadInput : a library is not installed, or cannot be imported.
    """
    found, missing, broken = [], [], []
    for module in modules:
        library = module.split(".")[0]
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # they speak of further libraries that nobody asked for
                found.append(importlib.import_module(module))
        except ImportError as error:
            if isinstance(error, ModuleNotFoundError) and error.name == library:
                missing.append(library)
            else:
                broken.append(f"{library} ({error})")
    said = [
        f"{what} needs {', '.join(names)}, which {'is' if len(names) == 1 else 'are'} {state}"
        for names, state in ((missing, "not installed"), (broken, "installed but cannot be imported"))
        if names
    ]
    if said:
        raise BadInput([Fault(words, where, do=install(missing or modules)) for words in said])
    return found


def install(modules: Sequence[str]) -> str:
    """Return the command that brings some libraries."""
    libraries = dict.fromkeys(module.split(".")[0] for module in modules)
    extras = dict.fromkeys(EXTRAS[name] for name in libraries if name in EXTRAS)
    wanted = [f"kennan[{','.join(extras)}]"] if extras else []
    return "pip install " + " ".join(f'"{name}"' for name in [*wanted, *(libraries.keys() - EXTRAS.keys())])
