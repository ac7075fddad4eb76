"""Which mechanism changed what, by how much, in one month of one world.

A world is a function of its plan and its number, so it is walked again to the month in question and that month
is taken apart: first into the steps of the month's list, whose changes follow one another; then, for one
quantity, each step into the strengths that it reads, by their fair shares. What is left with all strengths off
is the passing of time, the terms that cannot be switched off, and luck.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Faults, unknown
from kennan.ledger import fork_base
from kennan.ledger.trace_entries import Agreement, Change, Input, Share, Trace
from kennan.ledger.trace_shares import coalitions, shares
from kennan.model import parameters, quantities
from kennan.model.in_use import using

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.engine.trace import Step, World

TIME = "time"  # what only counts the months, after the list of the month
Announce = Callable[[str], None]


def trace(
    run: str | Path | Plan,
    world: int,
    month: str,
    quantity: str | None = None,
    policy: str | None = None,
    theatre: str | None = None,
    announce: Announce | None = None,
) -> Trace:
    """Take one month of one world apart.

    Parameters
    ----------
    run : a run folder, or a plan.
    world : number of a world of the run.
    month : a month of the run ("1953-03").
    quantity : also take this quantity's change apart by strengths.
    policy : a policy of the run; its first when left out.
    theatre : for a quantity of theatres, which one is looked at; the one that changed most when left out.
    announce : told when a program has to be compiled.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> from kennan.ledger.trace import trace
    >>> found = trace(Plan.build(worlds=4, years=2), 3, "1948-03", "confidence")
    >>> abs(sum(share.change for share in found.shares) - found.change) < 1e-5
    True
    """
    plan = fork_base.plan_of(run) if isinstance(run, str | Path) else run
    with using(plan.extensions):
        return _traced(plan, run, world, month, quantity, policy, theatre, announce)


def _traced(
    plan: Plan,
    run: str | Path | Plan,
    world: int,
    month: str,
    quantity: str | None,
    policy: str | None,
    theatre: str | None,
    announce: Announce | None,
) -> Trace:
    at, chosen = _checked(plan, world, month, quantity, policy, theatre)
    from kennan.engine import devices

    devices.prepare()
    from kennan.engine.trace import World

    walked = World(plan, chosen, world, announce)
    steps, parts = [], plan.steps_per_month
    walked.go_to(at * parts)
    focus, found, inputs = theatre or "", list[Share](), list[Input]()
    for part in range(1, parts + 1):
        walked.go_to(at * parts + part - 1)
        step = walked.take_apart()
        steps.append(step)
        if quantity is not None:
            if not focus and np.ndim(step.before[quantity]):
                focus = _label(
                    plan, quantity, int(np.abs(step.after[quantity] - step.before[quantity]).argmax())
                )
            for mechanism in _setting(step, quantity):
                made, read = _taken_apart(plan, walked, step, mechanism, quantity, focus, part)
                found += made
                inputs += read
    changes = tuple(
        c
        for part, step in enumerate(steps, 1)
        for c in _changes(plan, step, part)
        if quantity in (None, c.quantity)
    )
    before = after = change = None
    rounding = 0.0
    if quantity is not None:
        place = _place(plan, quantity, focus)
        before, after = float(steps[0].before[quantity][place]), float(steps[-1].after[quantity][place])
        change = after - before
        found += [
            Share(c.mechanism, "", (), REST, 1.0, c.part, c.change) for c in changes if c.mechanism == TIME
        ]
        rounding = change - sum(share.change for share in found)
    return Trace(
        policy=plan.policies[chosen].name,
        world=world,
        month=month,
        quantity=quantity or "",
        of=focus if quantity else "",
        before=before,
        after=after,
        change=change,
        changes=changes,
        shares=tuple(found),
        rounding=rounding,
        inputs=tuple(inputs),
        events={name: n for name in steps[0].events if (n := sum(step.events[name] for step in steps))},
        levers=steps[0].levers,
        stored=_stored(run, plan, chosen, world, at, steps) if isinstance(run, str | Path) else None,
    )


REST = "the passing of time, terms that cannot be switched off, and luck"


def _checked(
    plan: Plan, world: int, month: str, quantity: str | None, policy: str | None, theatre: str | None
) -> tuple[int, int]:
    """Return the number of the month and of the policy, or raise everything that is wrong."""
    faults, at, chosen = Faults(), 0, 0
    last = plan.first_world + plan.worlds - 1
    if isinstance(world, bool) or not isinstance(world, int) or not plan.first_world <= world <= last:
        allowed = f"a whole number from {plan.first_world:,} to {last:,}"
        faults.add(f"the run has no world {world!r}", where="--world", allowed=allowed)
    try:
        at = fork_base.month_of(plan, month)
    except BadInput as error:
        faults.take(error)
    try:
        chosen = fork_base.policy_of(plan, policy)
    except BadInput as error:
        faults.take(error)
    register = quantities.load()
    if quantity is not None and quantity not in register:
        faults.found.append(unknown("quantity", quantity, register, "--quantity", "kennan list quantities"))
    elif theatre is not None:
        codes = [str(code) for code in scenarios.load(plan.scenario).theatres.code]
        if quantity is None or register[quantity].axes != "theatre":
            many = ", ".join(name for name, q in register.items() if q.axes == "theatre")
            what = "a theatre needs a quantity of theatres"
            faults.add(what, where="--theatre", allowed=f"--quantity with one of {many}")
        elif theatre not in codes:
            faults.found.append(unknown("theatre", theatre, codes, "--theatre", "kennan list scenarios"))
    faults.raise_if_any()
    return at, chosen


# ---- the steps of the list


def _setting(step: Step, quantity: str) -> list[str]:
    return [name for name, values in step.changed if quantity in values]


def _changes(plan: Plan, step: Step, part: int) -> Iterator[Change]:
    """Yield what each step of the list changed; what stayed as it was is left out."""
    now = dict(step.before)
    for mechanism, values in step.changed:
        for quantity, after in values.items():
            yield from _rows(plan, mechanism, quantity, now[quantity], after, part)
            now[quantity] = after
    for quantity, after in step.after.items():
        yield from _rows(plan, TIME, quantity, now[quantity], after, part)


def _rows(plan: Plan, mechanism: str, quantity: str, before: Any, after: Any, part: int) -> Iterator[Change]:
    for place in np.argwhere(np.asarray(before != after)):
        one, other = float(before[tuple(place)]), float(after[tuple(place)])
        of = _label(plan, quantity, int(place[0])) if len(place) else ""
        yield Change(mechanism, passages_of(mechanism), quantity, of, part, one, other, other - one)


def passages_of(mechanism: str) -> tuple[str, ...]:
    """Return the passages that a step of the month's list names; none for "time"."""
    from kennan.model import links

    return () if mechanism == TIME else links.passages(mechanism)


def _label(plan: Plan, quantity: str, place: int) -> str:
    if quantities.load()[quantity].axes == "rival":
        return f"rival {place + 1}"
    return str(scenarios.load(plan.scenario).theatres.code[place])


def _place(plan: Plan, quantity: str, of: str) -> tuple[int, ...]:
    """Return the index of a theatre or rival in a quantity; () for a quantity of the world."""
    axes = quantities.load()[quantity].axes
    if axes == "world":
        return ()
    if axes == "rival":
        return (int(of.removeprefix("rival ")) - 1,)
    return ([str(code) for code in scenarios.load(plan.scenario).theatres.code].index(of),)


# ---- the strengths of one step, and what it read


def _taken_apart(
    plan: Plan, world: World, step: Step, mechanism: str, quantity: str, of: str, part: int
) -> tuple[list[Share], list[Input]]:
    """Return the shares of a step's strengths in its change of a quantity, and what it read for it."""
    from kennan.engine.trace import reads

    place = _place(plan, quantity, of)
    read = reads(mechanism, quantity, len(world.walk.scenario.theatres))
    register, strengths = parameters.load(), world.strengths
    players = [name for name in read["parameter"] if strengths.get(name)]
    before = float(_entering(step, mechanism)[quantity][place])
    cases = coalitions(len(players))
    at: Any = (..., *place)
    value = world.without(mechanism, quantity, cases, players)[at].astype(np.float64)
    made = [
        Share(
            mechanism,
            name,
            register[name].passages,
            register[name].sentence,
            strengths[name],
            part,
            float(share),
        )
        for name, share in zip(players, shares(value), strict=True)
    ]
    made.append(Share(mechanism, "", (), REST, 1.0, part, float(value[0]) - before))
    return made, list(_inputs(plan, world, step, mechanism, read, of, part))


def _entering(step: Step, mechanism: str) -> dict[str, Any]:
    """Return the state that a step of the list meets: what earlier ones have set this month on top."""
    now = dict(step.before)
    for name, values in step.changed:
        if name == mechanism:
            break
        now |= values
    return now


def _inputs(
    plan: Plan, world: World, step: Step, mechanism: str, read: dict[str, Any], of: str, part: int
) -> Iterator[Input]:
    state, draws = _entering(step, mechanism), world.draws()
    for kind, values in (("state", state), ("lever", step.levers), ("draw", draws)):
        for name in read[kind]:
            value = np.asarray(values[name])
            if not value.ndim:
                yield Input(mechanism, kind, name, "", part, float(value))
            elif len(value) == 3:
                for k, one in enumerate(value, 1):
                    yield Input(mechanism, kind, name, f"rival {k}", part, float(one))
            elif of and not of.startswith("rival"):
                yield Input(mechanism, kind, name, of, part, float(value[_theatre(plan, of)]))


def _theatre(plan: Plan, of: str) -> int:
    return [str(code) for code in scenarios.load(plan.scenario).theatres.code].index(of)


# ---- the run on disk


def _stored(
    run: str | Path, plan: Plan, policy: int, world: int, at: int, steps: list[Step]
) -> Agreement | None:
    """Compare with what the run has recorded, before and after the month."""
    from kennan.records import dataset
    from kennan.records.bits import keep_bits

    kept = dataset.group(run)
    column = world - plan.first_world
    stored = np.stack([np.asarray(kept[name][policy, at : at + 2, column]) for name in plan.record])
    mine = np.array([[steps[0].before[n], steps[-1].after[n]] for n in plan.record], np.float32)
    equal = keep_bits(mine) == stored
    return Agreement(equal.size, int(equal.sum()), float(np.abs(mine - stored)[~equal].max(initial=0.0)))
