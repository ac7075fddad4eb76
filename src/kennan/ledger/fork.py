"""Another choice from a month on: the same worlds, the same luck, equal to the byte before it.

A fork is an ordinary plan of two policies or more: the original, and the original with another in its place from
a month on. Draws are functions of seed, world, month and name and of nothing else, so nothing has to be carried
over from the run that is forked; it is walked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from kennan.engine import offered
from kennan.faults import BadInput, Fault, Faults
from kennan.ledger import fork_base
from kennan.model.in_use import using
from kennan.policies import Policy, Then
from kennan.records import manage

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.engine.plan import Plan

AnyPolicy: TypeAlias = str | PathLike[str] | Policy


@dataclass(frozen=True)
class Fork:
    """A fork, ready to be run.

    ``plan`` is an ordinary plan; ``original`` the name of the policy that is forked and ``forks`` the names of
    its forks, in the plan's order; ``month`` the month ("1956-10") from which they differ, and ``at`` its number
    counted from the start: recorded months 0 to ``at`` are equal, as are events up to ``at``.
    """

    plan: Plan
    original: str
    forks: tuple[str, ...]
    month: str
    at: int


def fork(
    run: str | Path | Plan, at: str, policy: AnyPolicy | Iterable[AnyPolicy], of: str | None = None
) -> Fork:
    """Return the fork of a run.

    Parameters
    ----------
    run : a run folder, or a plan.
    at : the month from which another choice holds ("1956-10"), after the first of the run.
    policy : what is done from then on: one or more shipped names, TOML files or policies.
    of : which policy of the run is forked; its first when left out.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> fork(Plan.build(worlds=10), "1956-10", "rollback").forks
    ('containment then rollback from 1956-10',)
    """
    plan = fork_base.plan_of(manage.demand_sound(run)) if isinstance(run, str | Path) else run
    faults, number, chosen = Faults(), 0, 0
    try:
        number = fork_base.month_of(plan, at, "--at", first=1)
    except BadInput as error:
        faults.take(error)
    try:
        chosen = fork_base.policy_of(plan, of, "--of")
    except BadInput as error:
        faults.take(error)
    wanted = [policy] if isinstance(policy, str | PathLike | Policy) else list(policy)
    others = [found for one in wanted if (found := _loaded(one, plan, faults))]
    if not wanted:
        faults.add(
            "a fork needs another choice", where="--policy", allowed=", ".join(offered.names(plan.scenario))
        )
    faults.raise_if_any()
    original = plan.policies[chosen]
    made = [turned(original, at, other) for other in others]
    return Fork(
        plan=plan.replace(policies=(original, *made)),
        original=original.name,
        forks=tuple(one.name for one in made),
        month=at,
        at=number,
    )


def turned(original: Policy, month: str, other: Policy) -> Policy:
    """Return the original until a month, and another policy from then on.

    What the original itself would have changed later is gone; what the other changes later is kept.
    """
    begun = [turn for turn in other.then if turn.month <= month]
    now = begun[-1].policy if begun else other
    later = [turn for turn in other.then if turn.month > month]
    before = [turn for turn in original.then if turn.month < month]
    stem = original.name
    for turn in original.then[len(before) :]:
        stem = stem.replace(f" then {turn.policy.name} from {turn.month}", "")
    passages = tuple(dict.fromkeys((*original.passages, *other.passages)))
    return replace(
        original,
        name=f"{stem} then {other.name} from {month}",
        title=f"{original.title}, from {month} on: {other.title}",
        source=original.source if other.source == original.source else f"{original.source} {other.source}",
        passages=passages,
        sentence=f"{original.sentence} From {month} on: {other.sentence}",
        hindsight=original.hindsight or other.hindsight,
        then=(*before, Then(month, replace(now, then=())), *later),
    )


def simulate(made: Fork) -> Dataset:
    """Return the run of a fork in memory; :func:`kennan.open` reads one from its folder."""
    from kennan.engine import engine
    from kennan.records import dataset
    from kennan.records.frame import Frame

    blocks: Any = engine.simulate(made.plan)
    with using(made.plan.extensions):
        return dataset.in_memory(blocks, Frame.of(made.plan), made.plan.to_json())


def same_before(run: str | Path, kept: str | Path, made: Fork) -> bool:
    """Say whether a fork kept in a folder begins with the run's own values, to the byte.

    They can differ when the run was made on another machine, whose last digits are others.
    """
    import numpy as np

    from kennan.records import dataset

    old, new = dataset.group(run), dataset.group(kept)
    place = fork_base.policy_of(fork_base.plan_of(run), made.original)
    until = made.at + 1

    def equal(name: str, policies: Sequence[int]) -> bool:
        here = np.asarray(old[name][place, :until])
        return all(here.tobytes() == np.asarray(new[name][k, :until]).tobytes() for k in policies)

    return all(equal(name, range(len(made.plan.policies))) for name in made.plan.record)


def _loaded(one: AnyPolicy, plan: Plan, faults: Faults) -> Policy | None:
    try:
        policy = one if isinstance(one, Policy) else offered.load(one, plan.scenario)
    except BadInput as error:
        faults.found += [replace(fault, where=fault.where or "--policy") for fault in error.faults]
        return None
    if policy.hindsight and not plan.with_hindsight:
        do = "make the run with --with-hindsight, and fork that one"
        what = f"the policy {policy.name!r} rests on what nobody could know, and the run has no hindsight"
        faults.found.append(Fault(what, "--policy", do=do))
        return None
    return policy
