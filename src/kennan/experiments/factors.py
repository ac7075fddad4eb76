"""What a sweep varies: parameters over their priors, levers over their bounds."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from kennan import policies
from kennan.faults import Fault, Faults, unknown
from kennan.model import parameters

LEVER = "lever."
WEIGHTS = ("follow", "perimeter", "offensive")  # shares of one force: they may not all be 0
LEAST_WEIGHT = 0.01
GROUPS = {
    "strengths": "every mechanism's strength",
    "parameters": "every parameter that has a prior",
    "levers": "every lever of the policy, held constant",
    "all": "parameters and levers",
}
BETWEEN = (0.05, 0.95)


@dataclass(frozen=True)
class Factor:
    """One number that is varied.

    Parameters
    ----------
    name : a parameter's name, or "lever.NAME".
    between : the part of its law that is swept, as two probabilities (0, 1: the whole).
    unit, sentence, passages : as in its register.
    law : "prior", or "even" where every value between its bounds is as good as another (levers, and parameters
        without a prior).
    """

    name: str
    between: tuple[float, float]
    unit: str
    sentence: str
    passages: tuple[str, ...]
    law: str

    def values(self, x: np.ndarray) -> np.ndarray:
        """Return values [n] at places x [n] of 0..1 within the part that is swept."""
        low, high = self.between
        return self.at(low + (high - low) * np.asarray(x, float))

    def at(self, u: np.ndarray) -> np.ndarray:
        """Return values [n] at probabilities u [n] of the whole law."""
        u = np.asarray(u, float)
        if self.law == "prior":
            return parameters.load()[self.name].quantile(u)
        if self.name.startswith(LEVER):
            lever = policies.levers()[self.name.removeprefix(LEVER)]
            value = lever.low + (lever.high - lever.low) * u
            return np.maximum(value, LEAST_WEIGHT) if lever.name in WEIGHTS else value
        parameter = parameters.load()[self.name]
        return parameter.low + (parameter.high - parameter.low) * u

    @property
    def ends(self) -> tuple[float, float]:
        """The values at both ends of what is swept."""
        low, high = self.values(np.array([0.0, 1.0]))
        return float(low), float(high)


def choose(
    words: Iterable[str],
    between: tuple[float, float] = BETWEEN,
    fixed: Collection[str] = (),
    *,
    drawn_only: bool = False,
) -> list[Factor]:
    """Return what is to be varied, each once, in the order of the registers.

    Parameters
    ----------
    words : names of parameters, "lever.NAME" (or the lever's bare name), and groups (:data:`GROUPS`).
    between : the part of each law that is swept, as two probabilities.
    fixed : names that the plan sets or switches off: a group passes over them, naming one is a fault.
    drawn_only : leave out what worlds do not draw (levers, and what has no prior); naming one is a fault.

    Raises
    ------
    BadInput : a name that there is not, a number that is fixed, or nothing left to vary.
    """
    faults, wanted = Faults(), set()
    every = _every(between)
    for word in words:
        if word in GROUPS:
            wanted |= {
                n for n in _group(word) if n not in fixed and not (drawn_only and every[n].law != "prior")
            }
            continue
        name = LEVER + word if word in policies.levers() else word
        if name not in every:
            known = [*GROUPS, *every]
            faults.found.append(unknown("parameter, lever or group", word, known, "--over"))
        elif name in fixed:
            do = "leave it out of --over, or do not set it"
            faults.add(f"{name} is set in every world, so it cannot be varied", where="--over", do=do)
        elif drawn_only and every[name].law != "prior":
            lever = name.startswith(LEVER)
            what = f"{name} {'is a lever' if lever else 'has no prior'}, so it is the same in every world"
            do = (
                "kennan sweep --over levers varies them"
                if lever
                else "kennan list parameters names the priors"
            )
            faults.found.append(Fault(what, "--over", do=do))
        else:
            wanted.add(name)
    if not wanted and not faults.found:
        faults.add("there is nothing left to vary", where="--over", allowed=", ".join(GROUPS) + ", or names")
    faults.raise_if_any()
    return [factor for name, factor in every.items() if name in wanted]


def _group(word: str) -> list[str]:
    drawn = [name for name, p in parameters.load().items() if p.prior]
    levers = [LEVER + name for name in policies.levers()]
    found = {
        "strengths": list(parameters.strengths()),
        "parameters": drawn,
        "levers": levers,
        "all": drawn + levers,
    }
    return found[word]


def _every(between: tuple[float, float]) -> dict[str, Factor]:
    found = {
        name: Factor(name, between, p.unit, p.sentence, p.passages, "prior" if p.prior else "even")
        for name, p in parameters.load().items()
    }
    for name, lever in policies.levers().items():
        found[LEVER + name] = Factor(
            LEVER + name, between, lever.unit, lever.sentence, lever.passages, "even"
        )
    return found
