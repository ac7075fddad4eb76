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
from kennan.model import brought, chance, inputs, month, parameters, quantities, start
from kennan.model import geography as geography
from kennan.model.in_use import extensions, of_model_few
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
    **{name: (*numbers, "prize") for name, numbers in inputs.THROUGH_PLACE.items()},
    "prize_for_counterforce": ("prize_share", "attention"),
    "prize_for_effort": ("prize_share", "aims"),
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
    """Make one step of the month's list alone, under the model in use; :func:`kennan.alone` says what is what."""
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
        do = "name one, or give a function of your own"
        if instead := [e.name for e in extensions() if e.stands == "replaces" and e.step == step]:
            do = f"{instead[0]} replaces it"
        raise BadInput(unknown("step of the month", str(step), steps, do=do))
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
    figure |= {"schooling": Span("world", -1.0, ANY, -1.0)}
    p = filled(number, {}, sizes)
    here = _here(world, p, filled(figure, {}, sizes), 1.0 / 12.0)
    given = {
        name: world.start[name].value if name in world.start else max(0.0, quantities.load()[name].low)
        for name in world_names()
    } | brought.starts()
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
