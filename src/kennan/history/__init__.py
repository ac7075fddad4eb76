"""The truth ledger: does what the article says survive the record?

Question : what happened, as far as tables tell; what may be known of it at a date; and how well do forecasts,
           baselines and rival theories made with no more than that agree with it?
Comes in : the record, as tables (a folder of one's own, or the package's compact facts to 1965); runs of the engine.
Goes out : :func:`load`, a checked :class:`Record`; ``Record.until``, the view that ends at a date; :func:`targets`,
           what is forecast; :func:`observations`, the record as one table of values with errors.
May use  : ``kennan.article``, ``model``, ``scenarios``, ``policies``, ``run`` and ``records``; NumPy, pandas and SciPy.
           Not ``ledger``, and nothing that draws or prints.

Whatever fits, tunes or initialises is given a view from ``Record.until`` and never the record: the view holds
nothing that could not be known at its end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.history.observed import observations
    from kennan.history.record import Record, load
    from kennan.history.target import Target, targets

__all__ = ["Record", "Target", "load", "observations", "targets"]
_HOME = {
    "Record": "record",
    "load": "record",
    "Target": "target",
    "targets": "target",
    "observations": "observed",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: tables are slow to load."""
    if name not in __all__:
        raise AttributeError(f"module 'kennan.history' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"kennan.history.{_HOME[name]}"), name)
