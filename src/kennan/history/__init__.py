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

    baselines.py          naive forecasts, which a theory must beat to be worth having
    builder/              from the publishers' originals to tables
    calibrating/          what the record says of the parameters
    forecast.py           forecasts of the theory
    forecast_asked.py     what is asked of a forecast, checked
    forecast_folder.py    a registered forecast, in its folder
    forecast_nearest.py   of many worlds, those nearest to the record up to the cut-off
    measure.py            from a run of the engine to what the record would say of it
    members.py            what a forecast is made of: possible courses of the record
    observe/              each target told from the tables
    observed.py           the record as one table of observations
    of_run.py             what a finished run would tell the record
    posterior/            parameters as the record leaves them
    rivals/               rival theories under the same scores
    scale.py              the scale on which a target is compared: as it is, or as its logarithm
    score.py              lays a registered forecast against the record
    score_calibration.py  do things come as often as was said; how much was said
    score_cells.py        scores of one forecast of one target, cell by cell
    score_skill.py        how much smaller a forecast's score is than another's
    standing.py           how Soviet power stands at the end of a year: broken up, mellowed, or neither
    target.py             what a target of a forecast is
    targets.toml          the targets, as the model has them
    terms.py              on what terms a record is held against a scenario: its record.toml
    verdicts.py           verdicts: what the record says of a claim of the article
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.history.observed import observations
    from kennan.history.record import Record, load
    from kennan.history.target import Target
    from kennan.history.terms import targets

__all__ = ["Record", "Target", "load", "observations", "targets"]
_HOME = {
    "Record": "record",
    "load": "record",
    "Target": "target",
    "targets": "terms",
    "observations": "observed",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: tables are slow to load."""
    if name not in __all__:
        raise AttributeError(f"module 'kennan.history' has no attribute {name!r}")
    import importlib

    return getattr(importlib.import_module(f"kennan.history.{_HOME[name]}"), name)
