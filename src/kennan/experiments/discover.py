"""A whole scenario discovery: worlds that draw their numbers, a box, and its check on fresh worlds.

Its worlds are those of ``kennan run`` with the same plan: each has its own luck and draws its own numbers from the
priors. Levers are the policy's: they are the same in every world, so a box says nothing of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.experiments import factors as what
from kennan.experiments import measures, prim, rows
from kennan.experiments.factors import Factor
from kennan.experiments.folder import Folder
from kennan.experiments.measures import Measure
from kennan.experiments.prim import Counted, Limit
from kennan.experiments.sweep import shortened, with_faults
from kennan.extras import need
from kennan.faults import BadInput, Fault, Faults
from kennan.model import chance
from kennan.model.in_use import under_plan
from kennan.records.summary import LEVEL

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

ROWS, COVERAGE, LIMITS = 2000, 0.5, 4
FEWEST = 20  # worlds with and without the result, below which no box is sought


@dataclass(frozen=True)
class Discovery:
    """A finished scenario discovery.

    Parameters
    ----------
    plan : what all worlds share; its number of worlds is that in which the box was sought.
    measure : the result; above, below : for a quantity, where it counts as having come.
    factors : what the box could restrict.
    coverage, most : what was asked of the box: least coverage, most limits.
    box : its limits, the surest first; none when nothing was found.
    sought, fresh : what it holds among the worlds in which it was sought, and among as many others.
    trajectory : the boxes on PRIM's way. chosen : which of them was taken.
    """

    plan: Plan
    measure: Measure
    above: float | None
    below: float | None
    factors: tuple[Factor, ...]
    coverage: float
    most: int
    box: tuple[Limit, ...]
    sought: Counted
    fresh: Counted
    trajectory: tuple[dict[str, float], ...]
    chosen: int

    def factor(self, name: str) -> Factor:
        """Return what could be restricted under a name."""
        return next(factor for factor in self.factors if factor.name == name)

    def ends(self, limit: Limit) -> tuple[float, float]:
        """Return a limit in the unit of its number."""
        low, high = self.factor(limit.name).at(np.array([limit.low, limit.high]))
        return float(low), float(high)

    @property
    def holds(self) -> bool:
        """Whether the box is denser than the whole among fresh worlds, clear of the interval."""
        density = self.fresh.density
        return bool(self.box) and density is not None and density.low > self.fresh.base.share

    def as_dict(self) -> dict[str, Any]:
        """Return everything as plain data for JSON."""
        return {
            "plan": self.plan.as_dict(),
            "result": {
                "name": self.measure.name,
                "title": self.measure.title,
                "above": self.above,
                "below": self.below,
            },
            "worlds": self.plan.worlds,
            "level": LEVEL,
            "least_coverage": self.coverage,
            "most_limits": self.most,
            "over": [factor.name for factor in self.factors],
            "box": [
                {
                    "name": limit.name,
                    "low": self.ends(limit)[0] if limit.low > 0 else None,
                    "high": self.ends(limit)[1] if limit.high < 1 else None,
                    "unit": self.factor(limit.name).unit,
                    "low_quantile": limit.low,
                    "high_quantile": limit.high,
                    "quasi_p_low": limit.quasi_low,
                    "quasi_p_high": limit.quasi_high,
                    "sentence": self.factor(limit.name).sentence,
                    "passages": list(self.factor(limit.name).passages),
                }
                for limit in self.box
            ],
            "sought": _plain(self.sought),
            "fresh": _plain(self.fresh),
            "holds": self.holds,
            "trajectory": [dict(row) for row in self.trajectory],
            "chosen": self.chosen,
        }


@under_plan
def discover(
    plan: Plan,
    outcomes: Sequence[str] = (),
    quantities: Sequence[str] = (),
    over: Sequence[str] = ("strengths",),
    *,
    above: float | None = None,
    below: float | None = None,
    coverage: float = COVERAGE,
    most: int = LIMITS,
    out: str | Path | None = None,
    force: bool = False,
    progress: rows.Progress | None = None,
    announce: rows.Announce | None = None,
) -> Discovery:
    """Find the region of assumptions in which a result comes about, and check it on fresh worlds.

    Parameters
    ----------
    plan : a plan of one policy, parameters "drawn"; half of the simulation are its worlds, half as many that follow.
    outcomes, quantities : the one result; see :func:`kennan.experiments.measures.choose`.
    over : what the box may restrict; see :func:`kennan.experiments.factors.choose`.
    above, below : for a quantity: it has come where it is above or below.
    coverage : least share of the worlds with the result that the box must hold.
    most : most limits of the box.
    out : a folder for rows and results. force : begin anew where another stands.
    progress, announce : as in :func:`kennan.engine.engine.simulate`.

    Raises
    ------
    BadInput : anything cannot be used, all faults at once; the result comes too rarely or too often for a box; or
        the EMA Workbench is not installed.
    """
    factors, measure = check(plan, outcomes, quantities, over, above, below)
    need("ema_workbench", "kennan discover")
    plan = shortened(rows.recording(plan, [measure]), [measure])
    both = plan.replace(worlds=2 * plan.worlds)
    places = draws(both, factors)
    asked = {
        "experiment": "discover",
        "format": 1,
        "plan": both.as_dict(),
        "over": [factor.name for factor in factors],
        "results": [measure.name],
    }
    folder = Folder.open(out, asked, force=force) if out is not None else None
    values = rows.evaluate_worlds(both, measure, keeper=folder, progress=progress, announce=announce)
    came = values > 0.5 if measure.share else (values > above if above is not None else values < below)
    half = plan.worlds
    cases = int(came[:half].sum())
    if not FEWEST <= cases <= half - FEWEST:
        extent = "few" if cases < FEWEST else "many"
        what_is = f"{measure.title} came in {cases:,} of {half:,} worlds: too {extent} for a box"
        raise BadInput(
            Fault(what_is, "--rows", f"at least {FEWEST} worlds with and without it", do="more --rows")
        )
    choice = prim.seek({n: p[:half] for n, p in places.items()}, came[:half], coverage, most)
    box = choice.limits
    found = Discovery(
        plan,
        measure,
        above,
        below,
        tuple(factors),
        coverage,
        most,
        box,
        prim.count(box, {n: p[:half] for n, p in places.items()}, came[:half]),
        prim.count(box, {n: p[half:] for n, p in places.items()}, came[half:]),
        choice.trajectory,
        choice.chosen,
    )
    if folder:
        there = prim.inside(box, places)
        numbers = {factor.name: factor.at(places[factor.name]) for factor in factors}
        design = [
            {"world": plan.first_world + w, "sought": int(w < half)}
            | {name: float(value[w]) for name, value in numbers.items()}
            | {measure.name: float(values[w]), "came": int(came[w]), "in_box": int(there[w])}
            for w in range(2 * half)
        ]
        table = found.as_dict()["box"]
        for row in table:
            row["passages"] = " ".join(row["passages"])
        folder.finish(found.as_dict(), table, design)
    return found


@under_plan
def check(
    plan: Plan,
    outcomes: Sequence[str],
    quantities: Sequence[str],
    over: Sequence[str],
    above: float | None,
    below: float | None,
) -> tuple[list[Factor], Measure]:
    """Return what the box may restrict, and the result.

    Raises
    ------
    BadInput : anything cannot be used, all faults at once.
    """
    faults = Faults()
    factors: list[Factor] = []
    looked_at: list[Measure] = []
    if len(plan.policies) != 1:
        faults.add("scenario discovery has exactly one policy", where="--policy")
    if not plan.drawn:
        do = "leave --parameters out; --set fixes single numbers"
        faults.add("worlds must draw their numbers for a box to be found", where="--parameters", do=do)
    if plan.worlds < 10 * FEWEST:
        faults.add(
            f"{plan.worlds} rows are too few for a box", where="--rows", allowed=f"at least {10 * FEWEST}"
        )
    with_faults(
        faults, lambda: factors.extend(what.choose(over, (0.0, 1.0), rows.fixed(plan), drawn_only=True))
    )
    if outcomes or quantities:
        take = lambda: looked_at.append(  # noqa: E731
            measures.only(measures.choose(outcomes, quantities, plan.scenario, plan.years))
        )
        with_faults(faults, take)
    else:
        with_faults(faults, lambda: measures.only([]))
    if looked_at and not looked_at[0].share and (above is None) == (below is None):
        do = "--above 0.3, or --below 0.3"
        faults.add(f"{looked_at[0].name} needs one mark", where="--quantity", do=do)
    if looked_at and looked_at[0].share and not (above is below is None):
        faults.add("an outcome came or did not: it has no mark", where="--above, --below", do="leave it out")
    faults.raise_if_any()
    return factors, looked_at[0]


def draws(plan: Plan, factors: Sequence[Factor]) -> dict[str, np.ndarray]:
    """Return where in its law each world stands, probabilities [world] by name: the plan's own draws."""
    worlds = plan.first_world + np.arange(plan.worlds)
    return {
        factor.name: np.asarray(chance.uniform(plan.seed, worlds, "parameter " + factor.name), float)
        for factor in factors
    }


def _plain(counted: Counted) -> dict[str, Any]:
    return asdict(counted)
