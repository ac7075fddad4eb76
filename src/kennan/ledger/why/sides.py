"""The two runs that are compared, and whether they had the same luck."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kennan.engine.plan import Plan
from kennan.faults import BadInput, Fault, Faults, digits, unknown

if TYPE_CHECKING:
    from xarray import Dataset

SAME = {
    "scenario": "begin in the same world",
    "seed": "meet the same luck",
    "years": "run over the same years",
    "steps_per_month": "take the same steps of time",
    "with_hindsight": "both let hindsight in, or neither",
    "engine_version": "be made by the same engine",
}


@dataclass(frozen=True)
class Side:
    """One policy of one run."""

    where: str
    plan: Plan  # of this one policy
    data: Dataset  # without the axis "policy"

    @property
    def policy(self) -> str:
        """The name of its policy."""
        return str(self.plan.policies[0].name)


@dataclass(frozen=True)
class Pair:
    """Two sides with common luck, cut to the worlds that both have."""

    a: Side
    b: Side
    worlds: np.ndarray  # numbers of the worlds

    @property
    def labels(self) -> tuple[str, str]:
        """What the two are called: their policies, with what else sets them apart."""
        names = [self.a.policy, self.b.policy]
        for i, (side, other) in enumerate(((self.a, self.b), (self.b, self.a))):
            off = [name for name in side.plan.off if name not in other.plan.off]
            given = {n: v for n, v in side.plan.set.items() if other.plan.set.get(n) != v}
            names[i] += f" without {', '.join(off)}" if off else ""
            names[i] += " with " + ", ".join(f"{n} = {digits(v)}" for n, v in given.items()) if given else ""
            if side.plan.parameters != other.plan.parameters:
                kind = side.plan.parameters if isinstance(side.plan.parameters, str) else "given"
                names[i] += f" ({kind} parameters)"
        return (names[0], names[1]) if names[0] != names[1] else (f"{names[0]} (A)", f"{names[1]} (B)")


def sides(
    first: str | Path | Dataset, second: str | Path | Dataset | None, policies: tuple[str, ...]
) -> Pair:
    """Return the two runs that are meant.

    Parameters
    ----------
    first, second : run folders or Datasets; with ``second`` left out, two policies of the first.
    policies : one name for each side, or none where there is no choice.

    Raises
    ------
    BadInput : a run is not complete, a policy is not in it, or the runs had no common luck; all faults at once.
    """
    if policies and len(policies) != 2:
        what = f"{len(policies)} policies are named: {', '.join(policies)}"
        raise BadInput(Fault(what, "--policies", "two names, one for each side"))
    faults, found = Faults(), []
    opened = [_open(one, faults) for one in ((first,) if second is None else (first, second))]
    faults.raise_if_any()
    for place, (where, data) in enumerate(opened if second is not None else opened * 2):
        names = [str(name) for name in data["policy"].values]
        if policies:
            wanted = policies[place]
        elif second is not None and len(names) == 1:
            wanted = names[0]
        elif second is None and len(names) == 2:
            wanted = names[place]
        else:
            needs = "two runs, or a run of two policies" if len(names) == 1 else "one policy for each side"
            do = (
                f"--policies {names[0]} {names[-1]}"
                if len(names) > 1
                else "name another run, or --policy and --vs"
            )
            faults.add(
                f"the run has {len(names)} policies: {', '.join(names)}", where=where, allowed=needs, do=do
            )
            continue
        if wanted not in names:
            faults.found.append(unknown("policy in this run", wanted, names, where))
            continue
        whole = Plan.from_json(str(data.attrs["plan"]))
        one = next(p for p in whole.policies if p.name == wanted)
        found.append(Side(where, whole.replace(policies=(one,)), data.sel(policy=wanted)))
    faults.raise_if_any()
    return common(*found)


def _open(run: str | Path | Dataset, faults: Faults) -> tuple[str, Dataset]:
    if not isinstance(run, str | Path):
        return "run", run
    from kennan.records import dataset, manage

    try:
        return str(run), dataset.open(manage.demand_sound(run))
    except BadInput as error:
        faults.take(error)
        return str(run), None  # type: ignore[return-value]  # raised before it is looked at


def common(a: Side, b: Side) -> Pair:
    """Return two sides as a pair.

    Raises
    ------
    BadInput : they had no common luck, or are the same.
    """
    faults = Faults()
    for name, words in SAME.items():
        if (of_a := getattr(a.plan, name)) != (of_b := getattr(b.plan, name)):
            said = name.replace("_", " ")
            faults.add(
                f"the runs have no common luck: {said} is {of_a} in {a.where} and {of_b} in {b.where}",
                allowed=f"runs to be compared {words}",
                do="run one of them again with the other's " + said,
            )
    if a.plan.extensions != b.plan.extensions:
        held = [f"{', '.join(map(str, s.plan.extensions)) or 'none'} in {s.where}" for s in (a, b)]
        faults.add(
            f"the runs are of two models, with other extensions: {' and '.join(held)}",
            allowed="runs with the same extensions, file by file",
            do="run both --with the same, and switch the mechanism off in one of them: --off NAME",
        )
    numbers = [s.plan.first_world + np.arange(s.plan.worlds) for s in (a, b)]
    both = np.intersect1d(numbers[0], numbers[1])
    if not both.size:
        ranges = [f"{n[0]} to {n[-1]} in {s.where}" for n, s in zip(numbers, (a, b), strict=True)]
        faults.add(f"the runs share no world: numbers {' and '.join(ranges)}", allowed="numbers that overlap")
    if _by_hand(a) != _by_hand(b):
        faults.add(
            "the two differ in decisions by hand, which links cannot be exchanged for",
            allowed="runs with the same [by_hand]",
            do="kennan fork, or a run of both policies, shows what the decisions changed",
        )
    same = a.plan.replace(worlds=1, first_world=0, record=()) == b.plan.replace(
        worlds=1, first_world=0, record=()
    )
    if same and not faults.found:
        faults.add(f"the two are the same: {a.policy} twice", allowed="two policies, or two runs that differ")
    if both.size == 1 and not faults.found:
        faults.add("the runs share one world only", allowed="at least 2, better 200")
    faults.raise_if_any()
    cut = [
        Side(s.where, s.plan, s.data.isel(world=np.isin(n, both)))
        for s, n in zip((a, b), numbers, strict=True)
    ]
    return Pair(cut[0], cut[1], both)


def _by_hand(side: Side) -> list[tuple[str, object]]:
    policy = side.plan.policies[0]
    return [
        ("", policy.by_hand),
        *((turn.month, turn.policy.by_hand) for turn in policy.then if turn.policy.by_hand),
    ]
