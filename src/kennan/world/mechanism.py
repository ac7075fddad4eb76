"""One mechanism tried alone: a step of the month's list, called with values by name, and nothing compiled for it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from os import PathLike
from typing import Any

import jax.numpy as jnp
import numpy as np

from kennan import policies, scenarios
from kennan.article.fields import shown
from kennan.faults import BadInput, Faults, nearest, unknown
from kennan.model import chance, links, month, parameters, quantities, start
from kennan.model import geography as geography
from kennan.model.in_use import of_model_few
from kennan.model.names import Names
from kennan.policies.registers import by_hand
from kennan.scenarios import Scenario
from kennan.world.named import Span, filled, read, width
from kennan.world.state import world_names
from kennan.world.world import with_decisions

ANY = float("inf")
LEAST = 2  # columns that are worked out: JAX makes each operation ready once a shape, so single values and pairs share
#: What the equations read under another name: the prizes are made of these.
THROUGH = {
    **{name: (*numbers, "prize") for name, numbers in links.THROUGH_PLACE.items()},
    "prize_for_counterforce": (*links.THROUGH_PLACE["prize_for_counterforce"], "prize", "attention"),
    "prize_for_effort": (*links.THROUGH_PLACE["prize_for_effort"], "prize", "aims"),
}


def alone(
    step: str | month.Step,
    /,
    *,
    scenario: str | PathLike[str] = "x-1947",
    policy: str | PathLike[str] | policies.Policy = "containment",
    draws: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
    dt: float = 1.0 / 12.0,
    **named: Any,
) -> Names:
    """Make one step of the month's list alone, from values that you name, and return what it sets.

    What is not named stands where the scenario starts, numbers and draws at their medians, levers as the policy has
    them at the start. Nothing else moves: a number that is named does not change where quantities start. New values
    are held within the bounds of the register, as in a run. The first call takes some seconds, the next milliseconds.

    Parameters
    ----------
    step : a step of the month, such as "crust"; ``kennan.model.month.ORDER`` has them all. Or a function of your own
        with the arguments of these, ``advance(s, p, draw, levers, here)``, which returns new values by name.
    scenario, policy : where the world starts, and what the open power does there; as in :func:`kennan.run`.
    draws : luck of the month, by the names of ``kennan.model.chance.DECLARED``: from 0 to 1 where it is uniform (0.5
        if not named; the smaller, the sooner something happens), in standard deviations where it is normal (0 if not).
    place : figures of the theatres, effects of hindsight and decisions by hand, by name.
    dt : length of the step in years.
    named : quantities, numbers and levers by name. A value is a number, or a row of numbers to sweep it; all rows have
        one length. Of theatres it may also be a dictionary by code (the others stay as they are), and of theatres and
        rivals a table [theatre or rival, 1 or sweep]. Numbers of the model may lie outside their range, which a run
        would not take: at 0 a number is out of the way, below 0 it acts the other way round.

    Returns
    -------
    The new values by name, and under "events" the counts of what happened, by kind. Of the world: a float, or float32
    [sweep]. Of theatres or rivals: float32 [theatre or rival], or [theatre or rival, sweep].

    Raises
    ------
    BadInput : a name that is not known, or that this step does not read; a value out of bounds; a function of your
        own that sets what there is not, or in another shape; a new value that is no finite number. All faults at once.

    Example
    -------
    Where the Party is divided, the same police are feared less (III.15), and without the mechanism no more at all:

    >>> import kennan
    >>> kennan.alone("crust", repression=0.9, party_unity=[0.9, 0.2]).fear.tolist()
    [1.228..., 0.662...]
    >>> kennan.alone("crust", repression=0.9, party_unity=0.9, obedience_by_fear=0).fear
    0.5
    """
    name, advance = _step(step)
    opening = policy if isinstance(policy, policies.Policy) else policies.load(policy)
    world, faults = scenarios.load(scenario), Faults()
    codes = world.theatres.code
    levers = policies.arrays(opening, world.begins, 0, 1.0 / 12.0, codes).schedule[0]
    spans = _spans(world, tuple(float(value) for value in levers))

    if not isinstance(dt, int | float) or not 0.0 < dt <= 1.0:
        faults.add(f"a step of {shown(dt)} years", where="dt", allowed="above 0 and up to 1")
    by_name = {**spans["quantity"], **spans["number"], **spans["lever"]}
    for where, table in (("draws", draws), ("place", place)):
        if table is not None and not isinstance(table, Mapping):
            faults.add(f"{shown(table)} is no dictionary", where=where, allowed="values by name")
    faults.raise_if_any()
    given = read("quantity, number or lever", named, by_name, codes, faults)
    luck = read("draw", draws or {}, spans["draw"], codes, faults, "draws.")
    figures = read("figure of the place", place or {}, spans["place"], codes, faults, "place.")
    wide = width(
        (given, luck, figures), faults
    )  # names that are not known are told with those that are not read

    sizes = _sizes(len(codes), max(wide, LEAST))
    p = filled(spans["number"], given, sizes)
    s, p, draw, hand, here = (
        _Noted(filled(spans["quantity"], given, sizes)),
        _Noted(p),
        _Noted(filled(spans["draw"], luck, sizes)),
        _Noted(filled(spans["lever"], given, sizes)),
        _Noted(_here(world, p, filled(spans["place"], figures, sizes), float(dt))),
    )
    changes = dict(advance(s, p, draw, hand, here))
    events = dict(changes.pop("events", {}))

    through = {name for made in here.noted for name in THROUGH.get(made, ())}
    _refuse_idle(name, given, s.noted | p.noted | hand.noted | through, "", faults)
    _refuse_idle(name, luck, draw.noted, "draws.", faults)
    _refuse_idle(name, figures, here.noted | through, "place.", faults)
    faults.raise_if_any()

    axes = {name: quantity.axes for name, quantity in quantities.load().items()}
    made = _checked(name, changes, axes, sizes, faults), _checked(name, events, None, sizes, faults)
    faults.raise_if_any()
    new, counts = (
        {n: _plain(value, wide) for n, value in values.items()} for values in (month.bound(made[0]), made[1])
    )
    return Names({**new, "events": Names(counts)})


def _step(step: str | month.Step) -> tuple[str, month.Step]:
    """Return a step of the month by name, or a function of somebody's own under its name."""
    if callable(step):
        return getattr(step, "__name__", "this function"), step
    steps = dict(month.order())
    if step not in steps:
        raise BadInput(
            unknown("step of the month", str(step), steps, do="name one, or give a function of your own")
        )
    return step, steps[step]


class _Noted(Names):
    """Values by name that note which of them are read."""

    def __init__(self, values: Mapping[str, Any]):
        super().__init__(values)
        self.noted: set[str] = set()

    def __getitem__(self, name: str) -> Any:
        self.noted.add(name)
        return super().__getitem__(name)


def _refuse_idle(
    step: str, given: Mapping[str, Any], noted: Collection[str], where: str, faults: Faults
) -> None:
    """Note a fault for every value that was named for nothing."""
    for name in given:
        if name not in noted:
            faults.add(
                f"{step} does not read {name!r}, so that nothing would follow from it",
                where=where + name,
                nearest=nearest(name, noted),
                do=f"kennan.model.links.steps()[{step!r}].reads tells what it reads",
            )


def _checked(
    step: str,
    values: Mapping[str, Any],
    axes: Mapping[str, str] | None,
    sizes: Mapping[str, tuple[int, ...]],
    faults: Faults,
) -> dict[str, Any]:
    """Return what a step sets, float32 in full size; note a fault for what is no quantity, or has another shape."""
    found = {}
    for name, value in values.items():
        if axes is not None and name not in axes:
            faults.found.append(unknown("quantity", name, axes, where=step))
            continue
        size = sizes["world" if axes is None else axes[name]]
        try:
            whole = jnp.broadcast_to(jnp.asarray(value, jnp.float32), size)
        except (TypeError, ValueError):
            shape = f"it comes out in shape {np.shape(value)}, and has shape {size}"
            faults.add(
                f"{step} sets {name!r} in the wrong shape: {shape}", where=step, allowed="arrays, worlds last"
            )
            continue
        if np.isfinite(whole).all():
            found[name] = whole
        else:
            faults.add(f"{step} makes {name!r} no finite number of these values", where=step)
    return found


def _plain(value: Any, wide: int) -> Any:
    """Return a new value as a number where it is one, in as few digits as read back as the same."""
    whole = np.array(value)
    if wide:
        return whole[..., :wide]
    return float(str(whole[0])) if whole.ndim == 1 else whole[:, 0]


# ---- where everything stands that nobody names


def _sizes(theatres: int, wide: int) -> dict[str, tuple[int, ...]]:
    return {"world": (wide,), "theatre": (theatres, wide), "rival": (chance.RIVALS, wide)}


@of_model_few(8)
def _spans(world: Scenario, levers: tuple[float, ...]) -> dict[str, dict[str, Span]]:
    """Return what can be named, by kind, for a scenario and the levers at its start."""
    tables, sizes = geography.tables(world.theatres), _sizes(len(world.theatres), LEAST)
    counted = parameters.at_start(world.start)
    number = {n: Span("world", -ANY, ANY, counted.get(n, one.value)) for n, one in parameters.load().items()}
    lever = {
        name: Span("world", one.low, one.high, value)
        for (name, one), value in zip(policies.levers().items(), levers, strict=True)
    }
    draw = {
        name: Span(over, 0.0, 1.0, 0.5) if law == chance.UNIFORM else Span(over, -ANY, ANY, 0.0)
        for name, (law, over) in chance.declared().items()
    }
    figure = {name: Span("theatre", 0.0, ANY, table) for name, table in tables.items() if table.shape[1] == 1}
    figure |= {name: Span(one.axes, one.low, one.high, one.neutral) for name, one in by_hand().items()}
    figure |= {
        name: Span("theatre", low, ANY, 0.0)
        for name, low in (("walled", 0.0), ("wall", 0.0), ("decolonising", 0.0))
    }
    figure |= {"war_risk": Span("world", 0.0, ANY, 1.0), "schooling": Span("world", -1.0, ANY, -1.0)}
    p = filled(number, {}, sizes)
    here = _here(world, p, filled(figure, {}, sizes), 1.0 / 12.0)
    given = {
        name: world.start[name].value if name in world.start else max(0.0, quantities.load()[name].low)
        for name in world_names()
    }
    state = start.state(
        {name: np.float32(value) for name, value in given.items()},
        Names(p),
        Names(filled(draw, {}, sizes)),
        Names(filled(lever, {}, sizes)),
        here,
    )
    quantity = {
        name: Span(q.axes, q.low, q.high, np.asarray(state[name])[..., :1])
        for name, q in quantities.load().items()
    }
    return {"quantity": quantity, "number": number, "lever": lever, "draw": draw, "place": figure}


def _here(world: Scenario, p: Mapping[str, Any], figures: Mapping[str, Any], dt: float) -> Names:
    """Return the place for the equations, with figures [theatre, sweep] or [sweep] of it by name."""
    here = geography.here({**geography.tables(world.theatres), **figures}, Names(p), dt, True)
    return with_decisions(here, {name: figures[name] for name in by_hand()})
