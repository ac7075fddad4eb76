"""The X Article of 1947, made to run.

Question : what becomes of Soviet power, and which sentence of the article carries which part of the answer?
Comes in : a scenario, policies of the open power, and numbers that may be changed.
Goes out : many possible histories, as an ``xarray.Dataset`` or as a run folder.
May use  : nothing is imported before it is asked for; the rooms below say what they use.

>>> import kennan
>>> runs = kennan.run("x-1947", policy="containment", worlds=1000, seed=47)  # doctest: +SKIP
>>> bands = runs.orbit.quantile([0.05, 0.5, 0.95], "world")  # doctest: +SKIP
>>> bands.sel(policy="containment").plot.line(x="month")  # doctest: +SKIP
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan import game, plots
    from kennan.api import compare, hindcast, open, run, score

__version__ = "0.1.0"
__all__ = ["__version__", "compare", "game", "hindcast", "open", "plots", "run", "score"]

_FUNCTIONS = ("compare", "hindcast", "open", "run", "score")
_ROOMS = (
    *("article", "desk", "engine", "experiments", "game", "history", "ledger", "model", "plots", "policies"),
    *("records", "scenarios"),
)


def __getattr__(name: str) -> Any:
    """Import what is asked for: a function of :mod:`kennan.api`, or a room."""
    if name in _FUNCTIONS:
        return getattr(importlib.import_module("kennan.api"), name)
    if name in _ROOMS:
        return importlib.import_module(f"kennan.{name}")
    raise AttributeError(f"module 'kennan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__, *_ROOMS})
