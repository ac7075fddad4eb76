"""An extension's function tried on a handful of columns, before anything is compiled with it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

import jax.numpy as jnp
import numpy as np

from kennan.faults import BadInput, Fault, Faults, nearest, unknown
from kennan.model import beside, chance, extended, in_use, inputs, links, parameters, quantities
from kennan.model.extension import CODE, HEAD, Extension
from kennan.model.month import ORDER
from kennan.model.names import Names

KINDS = {
    "quantities": "quantity",
    "parameters": "parameter",
    "draws": "draw",
    "levers": "lever",
    "place": "figure of the place",
}
MOST = 255  # of an event in a month, which is kept in eight bits
NEAR = 1e-5  # float32, and one month
RAISED = object()  # instead of what a function returned


@cache
def check(these: tuple[Extension, ...]) -> None:
    """Raise BadInput for what is wrong with extensions or between them; their code is run on made-up worlds.

    Raises
    ------
    BadInput : two write one quantity, one stands nowhere, its code may not run; or its function raises, takes what is
        not there or another's luck, sets what is not its own or in another shape, gives no numbers, gives other numbers
        for the same, or still moves the model where it is switched off. All faults at once.
    """
    beside.check(these)
    extended.refuse_untrusted(these)
    faults = Faults()
    with in_use.using(these):
        for one in these:
            try:
                _tried(one, faults)
            except BadInput as error:
                faults.take(error)
    faults.raise_if_any()


def may_write(one: Extension) -> set[str]:
    """Return the quantities that an extension sets: its own, those it changes, those of the step it replaces."""
    return {*one.quantities, *one.changes, *_replaced(one)[0]}


@cache
def _replaced(one: Extension) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...]]:
    """Return what the replaced step writes, counts and draws; nothing where none is replaced."""
    if one.stands != "replaces" or one.step not in dict(ORDER):
        return (), (), ()
    with in_use.using(()):
        found = links.touch(one.step, dict(ORDER)[one.step])
    return tuple(found.writes), tuple(found.events), found.reads.draws


def _tried(one: Extension, faults: Faults) -> None:
    advance, where = extended.function(one), one.path(CODE)
    made = _called(one, advance, faults)
    if made is RAISED:
        return
    if not isinstance(made, Mapping):
        said = "nothing" if made is None else type(made).__name__
        faults.add(f"advance returns {said}", where=where, allowed="new values by name, a dictionary")
        return
    changes = dict(made)
    events = changes.pop("events", {})
    sound = _names(one, changes, faults) & _counted(one, events, faults)
    sound &= _values(one, {**changes, **(events if isinstance(events, Mapping) else {})}, faults)
    if not sound:
        return
    second = _called(one, advance, Faults())  # whatever it reads was told above
    if second is not RAISED and any(
        not np.array_equal(changes[n], second[n], equal_nan=True) for n in changes
    ):
        do = "take luck from draw, by a name in draws.toml"
        faults.add("advance gives other values for the same input", where=where, do=do)
    _apart(one, changes, _called(one, advance, faults, twice=True), faults)
    if one.stands != "replaces":
        _off(one, _called(one, advance, faults, off=True), faults)
    try:
        links.touch(one.name, advance)
    except (BadInput, KeyboardInterrupt):
        raise
    except BaseException as error:
        fault = extended.raised(error, one, "as it is made ready for compiling")
        do = "compute with jax.numpy, and choose with jnp.where instead of if: values are whole arrays"
        faults.found.append(Fault(fault.what, fault.where, do=do))


def _called(one: Extension, advance: Any, faults: Faults, *, off: bool = False, twice: bool = False) -> Any:
    """Return what the function gives for made-up worlds; RAISED, and faults more, where it raises.

    ``off``: all its strengths at 0. ``twice``: the second half of the worlds, and these once more.
    """
    given = _given()
    if twice:
        half = slice(inputs.TRIALS // 2, None)
        given = {
            kind: {n: np.concatenate([v[..., half], v[..., half]], -1) for n, v in table.items()}
            for kind, table in given.items()
        }
    if off:
        given = {**given, "parameters": {**given["parameters"]}}
        for name, p in one.parameters.items():
            if p.kind == "strength":
                given["parameters"][name] = np.zeros(inputs.TRIALS, np.float32)
    tables = {
        kind: {n: jnp.asarray(v, jnp.float32) for n, v in table.items()} for kind, table in given.items()
    }
    missing: list[Fault] = []
    asked: list[tuple[str, str]] = []
    while True:
        noted = {kind: _Noted(kind, table, asked) for kind, table in tables.items()}
        noted["place"].update(dt=1.0 / 12.0, apart=lambda compute: compute())
        try:
            made = advance(*(noted[k] for k in ("quantities", "parameters", "draws", "levers", "place")))
        except _NotThere as error:  # a stand-in for it, to find the other names that are not there
            missing.append(_not_there(one, error))
            tables[error.kind][error.wanted] = jnp.full(inputs.TRIALS, 0.5, jnp.float32)
            continue
        except KeyboardInterrupt:
            raise
        except BaseException as error:  # code that ends the process is told like any other
            made = RAISED
            if not missing:  # else it may come of a stand-in
                faults.found.append(extended.raised(error, one, "with made-up worlds"))
        break
    if not off and not twice:
        _luck(one, {name for kind, name in asked if kind == "draws"}, faults)
    faults.found += missing
    return RAISED if missing else made


class _NotThere(AttributeError):  # noqa: N818  (it says what is missing)
    """Something that the model does not have was asked for."""

    def __init__(self, kind: str, name: str):
        super().__init__(name)
        self.kind, self.wanted = kind, name


class _Noted(Names):
    """Values by name that note what is read of them, and say of what kind a missing one would have been."""

    def __init__(self, kind: str, values: Mapping[str, Any], asked: list[tuple[str, str]]):
        super().__init__(values)
        object.__setattr__(self, "_kind", kind)
        object.__setattr__(self, "_asked", asked)

    def __getitem__(self, name: str) -> Any:
        self._asked.append((self._kind, name))
        if name not in self:
            raise _NotThere(self._kind, name)
        return super().__getitem__(name)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]


def _not_there(one: Extension, error: _NotThere) -> Fault:
    kind, line = KINDS[error.kind], extended.raised(error, one, "").where
    known: dict[str, Iterable[str]] = {
        "quantities": quantities.load(),
        "parameters": parameters.load(),
        "draws": one.draws,
        "levers": inputs.LEVERS,
        "place": (*inputs.TABLES, *inputs.THROUGH_PLACE, "dt"),
    }
    return unknown(
        kind,
        error.wanted,
        known[error.kind],
        line,
        f"kennan list {error.kind}" if error.kind == "quantities" else "",
    )


def _luck(one: Extension, asked: set[str], faults: Faults) -> None:
    """Note luck that is another mechanism's: two that share a draw would move together."""
    own = {*one.draws, *_replaced(one)[2]}
    for name in sorted(asked & set(chance.declared()) - own):
        what = f"advance takes the draw {name!r}, which is another mechanism's luck"
        do = "declare a draw of its own in draws.toml; adding one leaves every other draw as it was"
        faults.add(
            what, where=one.path(CODE), allowed=", ".join(sorted(own)), nearest=nearest(name, own), do=do
        )


def _names(one: Extension, changes: Mapping[str, Any], faults: Faults) -> bool:
    """Say whether exactly the extension's own quantities are set; note every other, and every one left out."""
    mine, before = may_write(one), len(faults.found)
    for name in changes:
        if name in mine:
            continue
        if name in quantities.load():
            what = f"advance sets {name!r}, which is not its own"
            do = f'to change it further, write changes = ["{name}"] in {HEAD}'
            faults.add(what, where=one.path(CODE), do=do)
        else:
            do = "declare it in quantities.toml"
            faults.found.append(unknown("quantity", str(name), quantities.load(), one.path(CODE), do))
    for name in sorted(mine - set(changes)):
        do = f"to leave it as it is, return s.{name} for it"
        faults.add(f"advance never sets {name!r}, which is its own", where=one.path(CODE), do=do)
    return len(faults.found) == before


def _counted(one: Extension, events: Any, faults: Faults) -> bool:
    wanted = {*_replaced(one)[1], *one.events}
    if isinstance(events, Mapping) and set(events) == wanted:
        return True
    said = ", ".join(map(str, events)) if isinstance(events, Mapping) else type(events).__name__
    do = "declare each in events.toml, and count it in every month: 0 or False where it does not happen"
    faults.add(
        f"advance counts the events {said or 'none'}",
        where=one.path(CODE),
        allowed=", ".join(sorted(wanted)) or "none",
        do=do,
    )
    return False


def _values(one: Extension, values: Mapping[str, Any], faults: Faults) -> bool:
    """Say whether all values are numbers in the right shape; note every one that is not."""
    before, register, wide = len(faults.found), quantities.load(), inputs.TRIALS
    sizes = {"world": (wide,), "theatre": (inputs.THEATRES, wide), "rival": (chance.RIVALS, wide)}
    for name, value in values.items():
        size = sizes[register[name].axes if name in register else "world"]
        try:
            array = np.asarray(value, np.float32)
        except (TypeError, ValueError):
            array = np.zeros(0, np.float32)
        if array.shape != size:
            axes = "[world]" if len(size) == 1 else f"[{register[name].axes}, world]"
            what = f"advance sets {name!r} in shape {np.shape(value)}"
            faults.add(what, where=one.path(CODE), allowed=f"{size} for {wide} made-up worlds, {axes}")
        elif not np.isfinite(array).all():
            what = f"advance sets {name!r} to {'NaN' if np.isnan(array).any() else 'infinity'} in some made-up worlds"
            do = "keep clear of division by 0, and of logarithms and roots of what can be 0 or below"
            faults.add(what, where=one.path(CODE), do=do)
        elif name in one.events and not ((array >= 0) & (array <= MOST) & (array == np.round(array))).all():
            what = f"advance counts {name!r} {float(array.flat[0]):g} times in some made-up worlds"
            faults.add(
                what, where=one.path(CODE), allowed=f"whole numbers from 0 to {MOST}, or true and false"
            )
    return len(faults.found) == before


def _apart(one: Extension, changes: Mapping[str, Any], made: Any, faults: Faults) -> None:
    """Note quantities that come out otherwise where other worlds stand beside: not those of the world alone."""
    half = inputs.TRIALS // 2
    for name in changes if made is not RAISED else ():
        alone, beside = np.asarray(changes[name])[..., half:], np.asarray(made[name])
        if not all(np.allclose(b, alone, NEAR, NEAR) for b in (beside[..., :half], beside[..., half:])):
            what = f"{name!r} of one world follows from the worlds beside it"
            do = "keep to the column of each world: no sums, means or sorting over worlds, and no world by its place"
            faults.add(what, where=one.path(CODE), do=do)


def _off(one: Extension, made: Any, faults: Faults) -> None:
    """Note quantities of the model that a mechanism still moves with all its strengths at 0."""
    if made is RAISED:
        return
    given = _given()["quantities"]
    for name in one.changes:
        low, high = quantities.load()[name].low, quantities.load()[name].high
        if not np.allclose(np.clip(made[name], low, high), np.clip(given[name], low, high), NEAR, NEAR):
            strengths = ", ".join(n for n, p in one.parameters.items() if p.kind == "strength")
            what = f"with {strengths} at 0, advance still moves {name!r}"
            faults.add(what, where=one.path(CODE), do=f"multiply what it does to {name} by a strength")


def _given() -> dict[str, dict[str, Any]]:
    """Return made-up worlds [..., trial] by kind and name; the same every time."""
    luck = np.random.default_rng(1947)
    return {kind: {n: inputs.made(kind, n, luck) for n in table} for kind, table in inputs.shapes().items()}
