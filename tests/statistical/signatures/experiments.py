"""Runs experiments on the engine for the signatures, and remembers them.

An experiment is a plan with other policies, levers, parameters, starts, held quantities or walls. All
experiments of one :class:`Lab` share seed and worlds, hence the luck; differences between two of them come
only from what was changed. Worlds never stop, so averages run over all worlds, after a break-up or a war too.
"""

from __future__ import annotations

import dataclasses
import tomllib
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from kennan import policies, scenarios
from kennan.run import engine
from kennan.run.hold import Hold, Holds, Wall
from kennan.run.plan import Plan

OUTCOMES = engine.OUTCOMES
SCALES = {"influence": 250, "in_orbit": 1, "effort": 10_000, "counterforce": 10_000}
LONG = 45  # years of a full run
KEPT = 20  # experiments remembered
RECORD = (
    "aspiration", "appeal_abroad", "blocked", "clique_age", "confidence", "consumer_capital",
    "consumption", "contest", "conviction", "counterforce_budget", "discipline", "divergence",
    "effective_labour", "effort_total", "exhaustion", "frustration", "heavy_capital",
    "independent_association", "infallibility", "inner_vitality", "insecurity", "labour_culture",
    "maintenance", "mellowing", "menace", "military_burden", "movement_abroad", "open_dissent", "orbit",
    "organs", "organs_mastery", "output", "output_ratio", "party_unity", "popular_faith", "pressure",
    "private_opposition", "private_remnants", "profession", "radiance", "ruling", "rulers_security",
    "soft_phase", "violent_transfer", "western_hostility", "western_unity", "years_since_congress",
)  # fmt: skip


class Run:
    """What came of one experiment: worlds on the last axis, month 0 is the first of January 1947."""

    def __init__(self, block: engine.Block):
        self._block = block
        self.worlds = block.worlds

    def __getitem__(self, quantity: str) -> np.ndarray:
        """Return a quantity [month, world]."""
        return self._block.monthly[quantity]

    def mean(self, quantity: str, first: int, until: int | None = None) -> float:
        """Return the mean over worlds and months ``first`` <= month < ``until`` (by default one month)."""
        return float(self[quantity][first : first + 1 if until is None else until].mean())

    def events(self, kind: str) -> np.ndarray:
        """Return counts of an event [month, world]; entry m counts within the month that ends at m."""
        return self._block.events[kind]

    def count(self, kind: str) -> float:
        """Return the mean number of an event in a world over the whole run."""
        return float(self.events(kind).sum(0).mean())

    def januaries(self, field: str) -> np.ndarray:
        """Return a field of the theatres on the first of each January [year, theatre, world]."""
        return self._block.theatre[f"theatre_{field}"].astype(np.float32) / SCALES[field]

    def reached(self, outcome: str) -> np.ndarray:
        """Return the first month in which an outcome stood [world], -1 for never."""
        return self._block.reached[OUTCOMES.index(outcome)]

    def share(self, outcome: str, until: int = 10**6) -> float:
        """Return the share of worlds in which an outcome was ever reached (before month ``until``)."""
        month = self.reached(outcome)
        return float(((month >= 0) & (month <= until)).mean())

    def ends(self) -> np.ndarray:
        """Return how each world ends [world], as 1..6.

        It is the first of war, break-up, expansion and exhaustion of the West; else mellowing if that stands
        at the horizon; else stalemate.
        """
        month = self._block.reached[:4].astype(int)
        month[month < 0] = 10**6
        first = np.where(month.min(0) < 10**6, month.argmin(0) + 1, 6)
        return np.where((first == 6) & (self._block.ending == 5), 5, first)


class Lab:
    """A place for experiments: one seed, one set of worlds, parameters at their medians or drawn."""

    def __init__(self, seed: int = 11, parameters: str = "median", worlds: int = 256):
        self.seed, self.parameters, self.worlds = seed, parameters, worlds
        self._kept: OrderedDict[Any, Run] = OrderedDict()

    def run(
        self,
        policy: str = "containment",
        years: int = LONG,
        off: Iterable[str] = (),
        set: Mapping[str, float] | None = None,
        holds: Iterable[Hold] = (),
        walls: Iterable[Wall] = (),
        **levers: float,
    ) -> Run:
        """Return an experiment's run; the same experiment is run once.

        Parameters
        ----------
        policy : a shipped policy, with ``levers`` (name = constant value) set otherwise.
        off : mechanisms that are switched off; set : parameters and ``start.<quantity>`` by name.
        holds, walls : what is held, see :mod:`kennan.run.hold`.
        """
        numbers = tuple(sorted((set or {}).items())), tuple(sorted(levers.items()))
        key = (policy, years, tuple(sorted(off)), *numbers, tuple(holds), tuple(walls))
        if key not in self._kept:
            plan = self.plan(policy, years, off, set, **levers)
            (block,) = engine.simulate(plan, holds=Holds(tuple(holds), tuple(walls)))
            self._kept[key] = Run(block)
            if len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def plan(
        self,
        policy: str,
        years: int,
        off: Iterable[str] = (),
        set: Mapping[str, float] | None = None,
        **levers: float,
    ) -> Plan:
        """Return the plan of an experiment, without what it holds."""
        return Plan.build(
            policies=[with_levers(policy, **levers)], worlds=self.worlds, years=years, seed=self.seed,
            parameters=self.parameters, off=tuple(off), set=dict(set or {}), record=RECORD,
        )  # fmt: skip


def with_levers(name: str, **levers: float) -> policies.Policy:
    """Return a shipped policy with some levers at constant values."""
    policy = policies.load(name)
    changed = {
        lever: ((policies.policy.YEAR_OF_A_CONSTANT, float(value)),) for lever, value in levers.items()
    }
    return dataclasses.replace(policy, levers={**policy.levers, **changed})


def held(first: int = 0, until: int = 10**6, **quantities: float) -> tuple[Hold, ...]:
    """Return holds of quantities from month ``first`` until month ``until``."""
    return tuple(Hold(name, value, first, until) for name, value in quantities.items())


def walled(theatres: Iterable[str], force: float, first: int, until: int = 10**6) -> tuple[Wall, ...]:
    """Return walls of counterforce round theatres."""
    return tuple(Wall(theatre, force, first, until) for theatre in theatres)


def paired(a: Run, b: Run, quantity: str, first: int, until: int | None = None) -> float:
    """Return the mean difference a - b of a quantity over the same worlds and months."""
    return a.mean(quantity, first, until) - b.mean(quantity, first, until)


def t_of(a: Run, b: Run, quantity: str, first: int, until: int) -> float:
    """Return the mean paired difference a - b over worlds in units of its standard error."""
    d = a[quantity][first:until].mean(0) - b[quantity][first:until].mean(0)
    return float(d.mean() / (d.std() / np.sqrt(len(d)) + 1e-12))


def theatres() -> Any:
    """Return the theatres of the scenario."""
    return scenarios.load("x-1947").theatres


def rows(codes: Iterable[str]) -> list[int]:
    """Return the rows of theatres by code."""
    table = list(theatres().code)
    return [table.index(code) for code in codes]


# ---- the register of signatures


@dataclasses.dataclass(frozen=True)
class Signature:
    """One signature: what is claimed, what it must show, and the function that measures it in a lab.

    ``measure(lab)`` returns (measured, reference, holds, note).
    """

    id: str
    passage: str
    claim: str
    asks: str
    measure: Callable[[Lab], tuple[float, float | None, bool, str]]


TEXTS: dict[str, dict[str, str]] = tomllib.loads(
    (Path(__file__).parent / "signatures.toml").read_text("utf-8")
)
REGISTER: dict[str, Signature] = {}


def signature(id: str) -> Callable[[Any], Any]:
    """Enter a function into the register, under the number and with the text of ``signatures.toml``."""

    def enter(measure: Any) -> Any:
        REGISTER[id] = Signature(id, **TEXTS[id], measure=measure)
        return measure

    return enter
