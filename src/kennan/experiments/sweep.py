"""A whole sensitivity analysis: design, rows through the engine, effects or shares of variance, luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.experiments import factors as what
from kennan.experiments import luck, measures, morris, rows, sobol
from kennan.experiments.factors import Factor
from kennan.experiments.folder import Folder
from kennan.experiments.measures import Measure
from kennan.extras import need
from kennan.faults import Faults, unknown
from kennan.model.in_use import under_plan
from kennan.records.summary import LEVEL

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

METHODS = ("morris", "sobol")
TRAJECTORIES, ROWS = 20, 64
MOST_COLUMNS = 5_000_000  # rows x worlds


@dataclass(frozen=True)
class Found:
    """What was found of one result.

    Parameters
    ----------
    measure : the result.
    mean, low, high : its mean over all rows, and the least and greatest mean of a row.
    noise : share of the variance between rows that is luck (:func:`kennan.experiments.luck.noise_share`).
    effects : by Morris, the largest first. parts : by Sobol, the largest first. One of the two is empty.
    """

    measure: Measure
    mean: float
    low: float
    high: float
    noise: float | None
    effects: tuple[morris.Effect, ...] = ()
    parts: tuple[sobol.Part, ...] = ()


@dataclass(frozen=True)
class Sweep:
    """A finished sweep.

    Parameters
    ----------
    plan : what all rows share; its number of worlds is that of each row.
    method : "morris" or "sobol".
    size : trajectories (Morris) or base rows (Sobol).
    between : the part of each law that was swept, as two probabilities.
    factors : what was varied.
    rows : number of rows.
    found : what was found of each result.
    """

    plan: Plan
    method: str
    size: int
    between: tuple[float, float]
    factors: tuple[Factor, ...]
    rows: int
    found: tuple[Found, ...]

    def factor(self, name: str) -> Factor:
        """Return what was varied under a name."""
        return next(factor for factor in self.factors if factor.name == name)

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON."""
        return {
            "method": self.method,
            "plan": self.plan.as_dict(),
            "trajectories" if self.method == "morris" else "base_rows": self.size,
            "rows": self.rows,
            "worlds": self.plan.worlds,
            "between": list(self.between),
            "level": LEVEL,
            "factors": [
                {
                    "name": factor.name,
                    "low": factor.ends[0],
                    "high": factor.ends[1],
                    "unit": factor.unit,
                    "law": factor.law,
                    "sentence": factor.sentence,
                    "passages": list(factor.passages),
                }
                for factor in self.factors
            ],
            "results": [
                {
                    "name": found.measure.name,
                    "title": found.measure.title,
                    "unit": found.measure.unit or "share of worlds",
                    "mean": found.mean,
                    "low": found.low,
                    "high": found.high,
                    "noise": found.noise,
                    "factors": [asdict(entry) for entry in found.effects or found.parts],
                }
                for found in self.found
            ],
        }

    def table(self) -> list[dict[str, Any]]:
        """Return one row a result and number that was varied."""
        return [
            {"result": found.measure.name, **asdict(entry)}
            for found in self.found
            for entry in found.effects or found.parts
        ]


@under_plan
def sweep(
    plan: Plan,
    method: str = "morris",
    over: Sequence[str] = ("strengths",),
    outcomes: Sequence[str] = (),
    quantities: Sequence[str] = (),
    *,
    size: int | None = None,
    between: tuple[float, float] = what.BETWEEN,
    out: str | Path | None = None,
    force: bool = False,
    progress: rows.Progress | None = None,
    announce: rows.Announce | None = None,
) -> Sweep:
    """Vary many numbers at once and say which of them decide a result.

    Parameters
    ----------
    plan : a plan of one policy; its worlds are those of each row, the same luck in all. With parameters "median"
        whatever is not varied takes its median; with "drawn" each world has its own, the same ones in every row.
    method : "morris" (screening: cheap, many numbers) or "sobol" (shares of variance: dear, exact).
    over : what is varied; see :func:`kennan.experiments.factors.choose`.
    outcomes, quantities : what is looked at; see :func:`kennan.experiments.measures.choose`.
    size : trajectories (Morris, 20) or base rows (Sobol, a power of two, 64).
    between : the part of each prior, or of a lever's bounds, that is swept, as two probabilities.
    out : a folder for rows and results; a sweep that was stopped goes on in its folder.
    force : begin anew where another sweep stands.
    progress, announce : as in :func:`kennan.engine.engine.simulate`.

    Raises
    ------
    BadInput : anything cannot be used, all faults at once; or SALib is not installed.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> asked = Plan.build(worlds=2, years=2, parameters="median")
    >>> found = sweep(asked, over=["patience", "bandwagon"], quantities=["orbit"], size=4)
    >>> [result.measure.title for result in found.found]
    ['orbit in January 1949']
    """
    size = size if size is not None else (TRAJECTORIES if method == "morris" else ROWS)
    factors, looked_at = check(plan, method, over, outcomes, quantities, size, between)
    need("SALib", "kennan sweep")
    plan = shortened(rows.recording(plan, looked_at), looked_at)
    places = (
        morris.design(factors, size, plan.seed)
        if method == "morris"
        else sobol.design(factors, size, plan.seed)
    )
    asked = {
        "experiment": "sweep",
        "format": 1,
        "plan": plan.as_dict(),
        "method": method,
        "size": size,
        "between": list(between),
        "over": [factor.name for factor in factors],
        "results": [measure.name for measure in looked_at],
        "rows": len(places),
    }
    folder = Folder.open(out, asked, force=force) if out is not None else None
    values = {factor.name: factor.values(places[:, i]) for i, factor in enumerate(factors)}
    results = rows.evaluate(
        plan, values, plan.worlds, looked_at, keeper=folder, progress=progress, announce=announce
    )
    found = Sweep(
        plan,
        method,
        size,
        between,
        tuple(factors),
        len(places),
        tuple(
            _found(measure, method, factors, places, results[:, :, k], plan.seed)
            for k, measure in enumerate(looked_at)
        ),
    )
    if folder:
        design = [
            {name: float(value[row]) for name, value in values.items()}
            | {m.name: float(results[row, :, k].mean(dtype=float)) for k, m in enumerate(looked_at)}
            for row in range(len(places))
        ]
        folder.finish(found.as_dict(), found.table(), design)
    return found


@under_plan
def check(
    plan: Plan,
    method: str,
    over: Sequence[str],
    outcomes: Sequence[str],
    quantities: Sequence[str],
    size: int,
    between: tuple[float, float],
) -> tuple[list[Factor], list[Measure]]:
    """Return what is varied and what is looked at.

    Raises
    ------
    BadInput : anything cannot be used, all faults at once.
    """
    faults = Faults()
    factors: list[Factor] = []
    looked_at: list[Measure] = []
    if method not in METHODS:
        faults.found.append(unknown("method", method, METHODS, "--method"))
    if not 0 <= between[0] < between[1] <= 1:
        faults.add(
            f"{between[0]:g},{between[1]:g} is not a part of a law",
            where="--between",
            allowed="two probabilities, the lower first: 0.05,0.95, or 0,1 for the whole",
        )
    if method == "morris" and not 2 <= size <= 10_000:
        faults.add(
            f"{size:,} trajectories", where="--trajectories", allowed="a whole number from 2 to 10,000"
        )
    if method == "sobol" and (not 2 <= size <= 2**16 or size & (size - 1)):
        allowed = "a power of two from 2 to 65,536, such as 64 or 128"
        faults.add(f"{size:,} rows", where="--rows", allowed=allowed, do="more rows, narrower intervals")
    if len(plan.policies) != 1:
        faults.add("a sweep has exactly one policy", where="--policy")
    with_faults(faults, lambda: factors.extend(what.choose(over, between, rows.fixed(plan))))
    with_faults(
        faults, lambda: looked_at.extend(measures.choose(outcomes, quantities, plan.scenario, plan.years))
    )
    columns = size * (len(factors) + (1 if method == "morris" else 2)) * plan.worlds
    if columns > MOST_COLUMNS:
        what_is = f"{columns:,} worlds in all (rows times --worlds)"
        faults.add(
            what_is, where="--worlds", allowed=f"up to {MOST_COLUMNS:,}", do="fewer rows, numbers or worlds"
        )
    faults.raise_if_any()
    return factors, looked_at


def with_faults(faults: Faults, act: Any) -> None:
    """Carry something out, and take over its faults."""
    from kennan.faults import BadInput

    try:
        act()
    except BadInput as error:
        faults.take(error)


def shortened(plan: Plan, looked_at: Sequence[Measure]) -> Plan:
    """Return the plan cut after the last month that is looked at; outcomes need all of it."""
    if any(measure.share for measure in looked_at):
        return plan
    return plan.replace(years=min(plan.years, max(1, max(-(-one.last // 12) for one in looked_at))))


def _found(
    measure: Measure, method: str, factors: list[Factor], places: np.ndarray, values: np.ndarray, seed: int
) -> Found:
    mean = values.mean(1, dtype=float)
    given: dict[str, Any] = {
        "measure": measure,
        "mean": float(mean.mean()),
        "low": float(mean.min()),
        "high": float(mean.max()),
        "noise": luck.noise_share(values),
    }
    if method == "morris":
        return Found(**given, effects=tuple(morris.analyse(factors, places, values, seed)))
    return Found(**given, parts=tuple(sobol.analyse(factors, values, seed)))
