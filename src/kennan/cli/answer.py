"""What ``kennan run --json`` prints: one object, whose fields are promised to stay."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from kennan.records import summary

if TYPE_CHECKING:
    from xarray import Dataset

DIGITS = 7  # what float32 holds


def answer(
    ds: Dataset,
    plan: dict[str, Any],
    *,
    seconds: float,
    run: str,
    report: str | None,
    default_run: Dataset | None = None,
) -> dict[str, Any]:
    """Return the result of a run as plain data.

    Parameters
    ----------
    ds : the run.
    plan : the plan as plain data.
    seconds : how long the simulation took.
    run, report : where they are.
    default_run : the same plan at the medians, if there is one.

    Returns
    -------
    {"plan", "seconds", "worlds", "run", "report",
    "policies": [{"name", "outcomes": {outcome: {"share", "low", "high", "ever": {"share", "low", "high"}}},
    "series": {quantity: {year: median over worlds in January}}}],
    "differences": [{"policy", "against", "outcomes": {outcome: {"difference", "low", "high"}}}],
    "default_run": None or {"worlds", "policies": [{"name", "outcomes"}]}}.
    Shares run from 0 to 1; low and high are 90 % intervals. Stalemate is what is left: its "ever" is None. Where
    extensions bring outcomes, "beside" holds the share of worlds that ever reached each.
    """
    names = summary.policies(ds)
    outcomes, own = _outcomes(ds), summary.beside(ds)
    return {
        "plan": plan,
        "seconds": round(seconds, 3),
        "worlds": int(ds.sizes["world"]),
        "run": run,
        "report": report,
        "policies": [
            {"name": n, "outcomes": outcomes[n], "series": _series(ds, n)}
            | ({"beside": {o: _share(e.reached) for o, e in own[n].items()}} if own[n] else {})
            for n in names
        ],
        "differences": [
            {"policy": n, "against": names[0], "outcomes": _differences(ds, n, names[0])} for n in names[1:]
        ],
        "default_run": default_run
        and {
            "worlds": int(default_run.sizes["world"]),
            "policies": [{"name": n, "outcomes": found} for n, found in _outcomes(default_run).items()],
        },
    }


def monthly(ds: Dataset) -> list[str]:
    """Return the quantities that a run holds month by month."""
    return [str(n) for n, v in ds.data_vars.items() if tuple(v.dims) == ("policy", "month", "world")]


def _outcomes(ds: Dataset) -> dict[str, dict[str, Any]]:
    shares, ever = summary.shares(ds), summary.ever(ds)
    return {
        name: {
            outcome: _share(share)
            | {"ever": _share(ever[name][outcome].reached) if outcome in ever[name] else None}
            for outcome, share in found.items()
        }
        for name, found in shares.items()
    }


def _share(of: summary.Share) -> dict[str, float]:
    return {"share": _short(of.share), "low": _short(of.low), "high": _short(of.high)}


def _differences(ds: Dataset, policy: str, against: str) -> dict[str, dict[str, float]]:
    found = {o: summary.paired_difference(ds, o, policy, against) for o in summary.OUTCOMES}
    return {
        o: {"difference": _short(d.difference), "low": _short(d.low), "high": _short(d.high)}
        for o, d in found.items()
    }


def _series(ds: Dataset, policy: str) -> dict[str, dict[str, float | None]]:
    return {
        quantity: {
            str(year): _short(value) if math.isfinite(value) else None
            for year, value in summary.medians(ds, quantity, policy).items()
        }
        for quantity in monthly(ds)
    }


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
