"""A calibration from the record to the posterior: screen, sample, adjust, and find the states at the cut-off."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Fault
from kennan.history import forecast_nearest as nearest
from kennan.history.calibrating import adjust, particles, summaries
from kennan.history.calibrating.compared import Compared, compared
from kennan.history.calibrating.screen import Summaries, screen
from kennan.history.calibrating.settings import Settings
from kennan.history.calibrating.worlds import Simulator
from kennan.history.posterior import FORMAT, Posterior
from kennan.scenarios import Chosen

if TYPE_CHECKING:
    from kennan.history.record import Record

POOL, LUCKS = 3_000_000_000, 3_500_000_000  # first numbers of the worlds of the pool, and of states
FEWEST_YEARS = 3
METHOD = (
    "ABC-SMC (pyABC) on semi-automatic summaries (ridge predictions of the normal scores of parameters, learned from "
    "worlds of the priors), Euclidean distance, proposals from a Student law and the prior, quantile schedule; "
    "linear regression adjustment; errors of observation and measurement drawn into every simulation"
)


def _nothing(*_: object) -> None:
    """Look at nothing."""


@dataclass(frozen=True)
class Watch:
    """Who looks on: ``step`` is told what begins; ``advance`` how far it is; ``say`` what takes time otherwise."""

    step: Callable[[str], None] = _nothing
    advance: Callable[[int, int], None] = _nothing
    say: Callable[[str], None] = _nothing


@dataclass(frozen=True)
class Prepared:
    """What is learned from the priors alone: how to simulate, what to compare, and how far worlds usually are.

    ``features`` [feature, world] of the pool, ``scores`` by parameter [world].
    """

    simulator: Simulator
    summaries: Summaries
    features: np.ndarray
    scores: dict[str, np.ndarray]

    def simulate(self, scores: np.ndarray, numbers: np.ndarray) -> np.ndarray:
        """Return the summaries [summary, particle] of particles with normal scores [parameter, particle]."""
        rows = values(dict(zip(self.summaries.names, scores, strict=True)))
        return self.summaries(self.simulator.features(rows, numbers))

    def first(self, observed: np.ndarray, quantile: float) -> float:
        """Return the distance that this share of the worlds of the pool keeps."""
        apart = np.sqrt(((self.summaries(self.features) - observed[:, None]) ** 2).sum(0))
        return float(np.quantile(apart, quantile))


def values(scores: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Return parameters in their units: the quantiles of their priors at normal scores."""
    from scipy.special import ndtr

    from kennan.model import parameters

    known = parameters.load()
    return {name: known[name].quantile(ndtr(z)).astype(np.float32) for name, z in scores.items()}


def beheld(
    record: Record, until: str | int, scenario: Chosen = "x-1947"
) -> tuple[Compared, datetime.date, str]:
    """Return what worlds are compared with, the cut-off, and the hash of the observations.

    Raises
    ------
    BadInput : ``until`` is no date, lies before the record can tell enough, or after its end.
    """
    where, begins = "--as-of", scenarios.load(scenario).start_year
    text = str(until)
    try:
        day = datetime.date.fromisoformat(f"{text}-12-31" if len(text) == 4 else text)
    except ValueError:
        allowed = "a year (1965: to its end) or a day (1956-10-22)"
        raise BadInput(Fault(f"{text!r} is no date", where, allowed)) from None
    last = day.year if (day.month, day.day) == (12, 31) else day.year - 1
    if last < begins + FEWEST_YEARS:
        what = f"{text} leaves fewer than {FEWEST_YEARS} years to compare with"
        raise BadInput(Fault(what, where, allowed=f"{begins + FEWEST_YEARS} or later"))
    if record.ends < day:
        what = f"the record ends on {record.ends}, before {day}"
        raise BadInput(Fault(what, where, f"{record.ends.year} or earlier", do="or give a longer --record"))
    known = compared(record.until(day), scenario, tuple(range(begins + 1, last + 1)))
    return known, day, fingerprint(known)


def fingerprint(known: Compared) -> str:
    """Return the SHA-256 of all that is compared with: targets, years, values, errors and anchors."""
    found = hashlib.sha256(
        json.dumps([scenarios.plain(known.scenario), known.years], sort_keys=True).encode()
    )
    for name, (value, error) in sorted(known.seen.items()):
        found.update(
            name.encode() + np.ascontiguousarray(value).tobytes() + np.ascontiguousarray(error).tobytes()
        )
    for name, anchor in sorted(known.anchors.items()):
        found.update(f"{name} {anchor.year} {anchor.value!r}".encode())
    return found.hexdigest()


def prepare(known: Compared, settings: Settings, watch: Watch | None = None) -> Prepared:
    """Return what worlds of the priors teach; values of the record play no part, only which cells it fills.

    Raises
    ------
    BadInput : nothing that is compared says anything of any parameter.
    """
    from scipy.special import ndtri

    from kennan.engine.numbers import parameters_of
    from kennan.model import parameters

    watch = watch or Watch()
    simulator = Simulator(known, settings.seed, watch.say)
    watch.step("worlds of the priors")
    numbers = POOL + np.arange(settings.pool)
    features = simulator.features({}, numbers, watch.advance)
    table = parameters_of(simulator.worlds.plan, numbers)
    scores = {}
    for row, (name, parameter) in zip(table, parameters.load().items(), strict=True):
        if parameter.prior:
            rank = np.argsort(np.argsort(row, kind="stable"), kind="stable")
            scores[name] = ndtri((rank + 0.5) / len(row))
    summaries = screen(features, scores, settings.explained)
    if not summaries.names:
        raise BadInput(
            Fault("the record constrains no parameter", do="take a larger pool, or a later --as-of")
        )
    return Prepared(simulator, summaries, features, scores)


@dataclass(frozen=True)
class Inferred:
    """Weighted draws: adjusted normal scores [parameter, particle] and what the generations were."""

    names: tuple[str, ...]
    scores: np.ndarray
    weights: np.ndarray
    generations: list[dict[str, float]]


def infer(
    prepared: Prepared,
    observed: np.ndarray,
    settings: Settings,
    store: Path | None = None,
    resume: bool = False,
    watch: Watch | None = None,
) -> Inferred:
    """Return the posterior of the parameters, given the features [feature] of a record (a true or a synthetic one)."""
    watch = watch or Watch()
    at = prepared.summaries(observed[:, None])[:, 0]
    first = prepared.first(at, settings.quantile)
    watch.step("particles")
    names = prepared.summaries.names
    found = particles.sample(prepared.simulate, at, names, first, settings, store, resume, watch.advance)
    scores = adjust.adjusted(found.scores, found.summaries, found.weights, at)
    return Inferred(names, scores, found.weights, found.generations)


def calibrate(
    record: Record,
    until: str | int,
    settings: Settings | None = None,
    store: Path | None = None,
    resume: bool = False,
    watch: Watch | None = None,
    scenario: Chosen = "x-1947",
) -> Posterior:
    """Return the posterior given the record to a date.

    Parameters
    ----------
    record : the record; only its view at ``until`` is looked at.
    until : a year (its last day) or a day.
    store : pyABC's file of generations; None for memory. ``resume``: go on from it.

    Raises
    ------
    BadInput : ``until`` does not do, or a library is missing.
    """
    settings, watch = settings or Settings(), watch or Watch()
    known, day, digest = beheld(record, until, scenario)
    prepared = prepare(known, settings, watch)
    observed = known.features(known.record())[:, 0]
    found = infer(prepared, observed, settings, store, resume, watch)
    chosen = adjust.resampled(found.weights, settings.draws, settings.seed)
    rows = values({name: z[chosen] for name, z in zip(found.names, found.scores, strict=True)})
    watch.step("states at the cut-off")
    worlds, states = nearest_states(prepared.simulator, rows, settings, watch)
    about = _about(prepared, settings, found, day, digest, observed)
    return Posterior(rows, states, worlds, about)


def nearest_states(
    simulator: Simulator, rows: dict[str, np.ndarray], settings: Settings, watch: Watch
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return the world of each draw that lies nearest to the record, and its state at the cut-off, by quantity.

    A draw keeps its weight: luck is chosen within a draw and never between draws, which the record has judged already.
    """
    known, lucks = simulator.compared, settings.lucks
    count = len(next(iter(rows.values())))
    numbers = LUCKS + np.arange(count * lucks)
    every = {name: np.repeat(value, lucks) for name, value in rows.items()}
    spread: dict[str, np.ndarray] = {}
    far = np.empty(count * lucks)
    ends: dict[str, list[np.ndarray]] = {}
    for cut, block, measured in simulator.measured(every, numbers):
        spread = spread or nearest.spreads(measured, known.chosen)
        far[cut] = nearest.distance(measured, spread, known.seen, known.chosen)
        last = {
            name: series[-1] for name, series in block.monthly.items() if not name.startswith("progress_")
        }
        last["orbit_states"] = measured["orbit_states"][0, -1] if "orbit_states" in measured else None
        for name, value in last.items():
            if value is not None:
                ends.setdefault(name, []).append(value)
        watch.advance(cut.stop, len(numbers))
    best = np.arange(count) * lucks + far.reshape(count, lucks).argmin(1)
    return numbers[best], {name: np.concatenate(parts)[best] for name, parts in ends.items()}


def _about(
    prepared: Prepared,
    settings: Settings,
    found: Inferred,
    day: datetime.date,
    digest: str,
    observed: np.ndarray,
) -> dict[str, Any]:
    from kennan.engine.version import ENGINE_VERSION

    plan = json.loads(prepared.simulator.worlds.plan.to_json())
    return {
        "format": FORMAT,
        "number": 0,
        "until": day.isoformat(),
        "scenario": scenarios.plain(prepared.simulator.compared.scenario),
        "engine": ENGINE_VERSION,
        "method": METHOD,
        "parameters": list(found.names),
        "observations": digest,
        "targets": list(prepared.simulator.compared.chosen),
        "settings": asdict(settings),
        "generations": found.generations,
        "effective": adjust.effective(found.weights),
        "record_among_priors": summaries.among_priors(prepared.summaries, prepared.features, observed),
        "table": summaries.table(prepared.summaries, found.scores, found.weights),
        "plan": plan,
    }
