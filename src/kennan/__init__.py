"""The X Article of 1947, made to run.

Question : what becomes of Soviet power, and which sentence of the article carries which part of the answer?
Comes in : a scenario, policies of the open power, and numbers that may be changed.
Goes out : many possible histories, as an ``xarray.Dataset`` or as a run folder.
May use  : nothing is imported before it is asked for; the rooms below say what they use.

>>> import kennan
>>> runs = kennan.run("x-1947", policy="containment", worlds=4, years=2, seed=47)
>>> bands = runs.orbit.quantile([0.05, 0.5, 0.95], "world")
>>> lines = bands.sel(policy="containment").plot.line(x="month")
>>> kennan.plots.outcomes(runs).savefig("outcomes.svg")

``help(kennan.run)`` tells all that can be asked for; a thousand worlds of 45 years are the usual size.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # what editors complete; all of it is imported when it is asked for
    from kennan import article as article
    from kennan import cli as cli
    from kennan import engine as engine
    from kennan import experiments as experiments
    from kennan import faults as faults
    from kennan import game as game
    from kennan import history as history
    from kennan import ledger as ledger
    from kennan import model as model
    from kennan import page as page
    from kennan import plots as plots
    from kennan import policies as policies
    from kennan import reading as reading
    from kennan import records as records
    from kennan import report as report
    from kennan import scenarios as scenarios
    from kennan import server as server
    from kennan import story as story
    from kennan import world as world
    from kennan.api import alone, compare, design, hindcast, open, run, score

__version__ = "0.1.0"
__all__ = ["__version__", "alone", "compare", "design", "game", "hindcast", "open", "plots", "run", "score"]

_FUNCTIONS = dict.fromkeys(("alone", "compare", "design", "hindcast", "open", "run", "score"), "kennan.api")
_ROOMS = (
    *("article", "cli", "engine", "experiments", "faults", "game", "history", "ledger", "model", "page"),
    *("plots", "policies", "reading", "records", "report", "scenarios", "server", "story", "world"),
)


def __getattr__(name: str) -> Any:
    """Import what is asked for: a function, from the room that has it, or a room."""
    if name in _FUNCTIONS:
        return getattr(importlib.import_module(_FUNCTIONS[name]), name)
    if name in _ROOMS:
        return importlib.import_module(f"kennan.{name}")
    raise AttributeError(f"module 'kennan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*__all__, *_ROOMS, *(name for name in globals() if name.startswith("__"))})
