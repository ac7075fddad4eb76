"""Which step of the month reads what and writes what: found out from the equations themselves.

Every step is traced once as a program; which input reaches which output is then a matter of following its
lines. Nothing is declared by hand, so that the picture of the model cannot drift from the model.

A quantity's *home* is the first step of the month that writes it. Later steps may change it further in the same
month (a crisis won costs confidence): what these read counts as read for that quantity.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from kennan.model import chance, extended, inputs, parameters, quantities
from kennan.model.extension import Extension
from kennan.model.in_use import extensions, of_model, using
from kennan.model.month import Step, order
from kennan.model.names import Names

START = "start"  # home of what no step ever changes


@dataclass(frozen=True)
class Reads:
    """What a result follows from, by name, each in the order of its register."""

    quantities: tuple[str, ...]
    levers: tuple[str, ...]
    parameters: tuple[str, ...]
    draws: tuple[str, ...]
    place: tuple[str, ...]

    @staticmethod
    def together(many: Iterable[Reads]) -> Reads:
        """Return everything that any of them reads."""
        reads = list(many)  # it is walked once for each kind
        found = [dict.fromkeys(name for one in reads for name in getattr(one, kind)) for kind in inputs.KINDS]
        known: tuple[Iterable[str], ...] = (
            quantities.load(),
            inputs.LEVERS,
            parameters.load(),
            chance.declared(),
            inputs.TABLES,
        )
        return Reads(
            *(tuple(n for n in names if n in have) for names, have in zip(known, found, strict=True))
        )


@dataclass(frozen=True)
class Touch:
    """One step of the month: what each quantity that it writes, and each event that it counts, follows from."""

    step: str
    writes: dict[str, Reads]
    events: dict[str, Reads]

    @property
    def reads(self) -> Reads:
        """Everything that the step reads."""
        return Reads.together([*self.writes.values(), *self.events.values()])


@of_model
def steps() -> dict[str, Touch]:
    """Return what each step of the month touches, in the order of the month."""
    return _remembered.get(extensions(), {}).get("steps") or {
        name: touch(name, step) for name, step in order()
    }


_remembered: dict[Any, dict[str, Any]] = {}  # by the extensions of the model


def facts() -> dict[str, Any]:
    """Return everything that this module finds out (some seconds), so that it can be kept."""
    return {"steps": steps(), "carriers": {name: _carriers(name) for name in steps()}}


def remember(kept: dict[str, Any]) -> None:
    """Take over what :func:`facts` found out earlier about this same model."""
    _remembered[extensions()] = kept


def forget() -> None:
    """Forget what was found out: the model may have become another since."""
    _remembered.clear()
    for one in (steps, homes, sources, inputs.shapes, through, carriers, _carriers, taken_over):
        one.cache_clear()


@of_model
def homes() -> dict[str, str]:
    """Return the home of every quantity: the first step that writes it, or ``START``."""
    found = dict.fromkeys(quantities.load(), START)
    for name, step in reversed(steps().items()):
        found |= dict.fromkeys(step.writes, name)
    return found


def group(step: str) -> tuple[str, ...]:
    """Return the quantities whose home is a step (or ``START``)."""
    return tuple(quantity for quantity, home in homes().items() if home == step)


@of_model
def sources(quantity: str) -> Reads:
    """Return what a quantity follows from, where its home ends: through whatever paths inside its own home.

    Its own past and that of its companions of the same home are not listed.
    """
    own = set(group(homes()[quantity]))
    todo, seen, found = [quantity], {quantity}, []
    while todo:
        here = todo.pop()
        for step in steps().values():
            if here in step.writes:
                found.append(step.writes[here])
                inside = (set(step.writes[here].quantities) & own) - seen
                seen |= inside
                todo += sorted(inside)
    every = Reads.together(found)
    outside = tuple(name for name in every.quantities if name not in own)
    return Reads(outside, every.levers, every.parameters, every.draws, every.place)


@of_model
def taken_over() -> dict[str, tuple[Extension, bool]]:
    """Return the strengths of steps that extensions replace, each with that, and whether any step reads it still.

    One that nothing reads any more does nothing, on or off.
    """
    these = [one for one in extensions() if one.stands == "replaces"]
    if not these:
        return {}
    read = {name for one in steps().values() for name in one.reads.parameters}
    found: dict[str, tuple[Extension, bool]] = {}
    with using(()):
        before = {one: touch(one.step, dict(order())[one.step]).reads.parameters for one in these}
        known = parameters.strengths()
    for one, names in before.items():
        found |= {name: (one, name in read) for name in names if name in known}
    return found


def touch(name: str, step: Step) -> Touch:
    """Trace one step and return what its results follow from."""
    import jax

    given = inputs.shapes()
    leaves, _ = jax.tree.flatten_with_path(given)
    labels = [(path[0].key, path[1].key) for path, _ in leaves]

    def whole(kinds: dict[str, dict[str, Any]]) -> dict[str, Any]:
        here = Names(kinds["place"], dt=1.0 / 12.0, apart=lambda compute: compute())
        s, p, draw, levers = (Names(kinds[kind]) for kind in ("quantities", "parameters", "draws", "levers"))
        return step(s, p, draw, levers, here)

    traced, shape = jax.make_jaxpr(whole, return_shape=True)(given)
    after, _ = jax.tree.flatten_with_path(shape)
    reached = _reached(traced.jaxpr)
    writes, events = {}, {}
    for (path, _), numbers in zip(after, reached, strict=True):
        reads = _reads(labels[i] for i in sorted(numbers))
        if path[0].key == "events":
            events[path[1].key] = reads
        else:
            writes[path[0].key] = reads
    return Touch(name, writes, events)


def _reads(labels: Iterable[tuple[str, str]]) -> Reads:
    found: dict[str, set[str]] = {kind: set() for kind in inputs.KINDS}
    for kind, name in labels:
        if kind == "place" and name in inputs.THROUGH_PLACE:
            found["parameters"].update(inputs.THROUGH_PLACE[name])
        else:
            found[kind].add(name)
    return Reads.together([Reads(*(tuple(found[kind]) for kind in inputs.KINDS))])


def _reached(program: Any) -> list[set[int]]:
    """Return, for each output of a traced program, the numbers of the inputs that reach it."""
    from jax.extend.core import Literal

    reach: dict[Any, set[int]] = {variable: {i} for i, variable in enumerate(program.invars)}
    reach |= {variable: set() for variable in program.constvars}

    def of(variables: Iterable[Any]) -> Iterator[set[int]]:
        return (set() if isinstance(v, Literal) else reach[v] for v in variables)

    for line in program.eqns:
        reaching = list(of(line.invars))
        inner = line.params.get("jaxpr")
        if inner is not None and len(inner.jaxpr.invars) == len(reaching):
            for variable, numbers in zip(line.outvars, _reached(inner.jaxpr), strict=True):
                reach[variable] = set().union(*(reaching[i] for i in numbers))
        else:
            reach |= dict.fromkeys(line.outvars, set().union(*reaching))
    return list(of(program.outvars))


# ---- what a link runs through


@of_model
def through(kind: str, name: str, quantity: str) -> tuple[tuple[str, str], ...]:
    """Return where something is read on its way to a quantity, as (step, what the step writes there).

    Parameters
    ----------
    kind : "quantities", "levers" or "parameters".
    name : what is read.
    quantity : where it leads, through whatever paths inside that quantity's home.
    """
    own, todo, seen, found = set(group(homes()[quantity])), [quantity], {quantity}, []
    while todo:
        here = todo.pop()
        for step in steps().values():
            if here in step.writes:
                found += [(step.step, here)] if name in getattr(step.writes[here], kind) else []
                inside = (set(step.writes[here].quantities) & own) - seen
                seen |= inside
                todo += sorted(inside)
    home = homes()[quantity]
    return tuple(sorted(found, key=lambda one: (one[0] != home, one[1] != quantity)))


@of_model
def carriers(kind: str, name: str, quantity: str) -> tuple[str, ...]:
    """Return the strengths that carry a link: without them less than half of it passes (see :func:`through`).

    Found by trial: in many made-up states what is read is changed, once with each strength at 0. Where the quantity
    itself is computed from it, ways round by its companions are left aside; so is what other steps make of it,
    where its home reads it.
    """
    found: list[str] = []
    paths = through(kind, name, quantity)
    direct = paths[:1] if paths and paths[0][1] == quantity else [p for p in paths if p[0] == paths[0][0]]
    for step, written in direct:
        found += [one for one in _carriers(step)[kind, name, written] if one not in found]
    return tuple(found)


def module(step: str) -> str:
    """Return the name of the file of mechanisms that holds a step."""
    one = extended.of_step(step)
    return one.name if one else dict(order())[step].__module__.rpartition(".")[2]


def passages(step: str) -> tuple[str, ...]:
    """Return the passages that the file of a step rests on."""
    import importlib

    if one := extended.of_step(step):
        return one.passages
    return tuple(importlib.import_module(dict(order())[step].__module__).PASSAGES)


COLUMNS = 2**15  # in which a step is tried, all at once; the same for every step, which saves compiling
WAYS = ("quantities", "levers")  # kinds of link whose carriers are looked for


@of_model
def _carriers(step: str) -> dict[tuple[str, str, str], tuple[str, ...]]:
    """Return, for everything that a step reads and writes, the strengths that carry it (see :func:`carriers`)."""
    import numpy as np

    if step in (remembered := _remembered.get(extensions(), {}).get("carriers", {})):
        return dict(remembered[step])
    one, known = steps()[step], parameters.strengths()
    off = ["", *(name for name in one.reads.parameters if name in known)]
    changed = [("", ""), *((kind, name) for kind in WAYS for name in getattr(one.reads, kind))]
    cases = [(change, strength) for change in changed for strength in off]
    if len(cases) * inputs.TRIALS > COLUMNS:
        raise ValueError(f"{step} has {len(cases)} cases; raise COLUMNS")
    luck = np.random.default_rng(47)
    given = {k: {n: _trials(inputs.made(k, n, luck)) for n in table} for k, table in inputs.shapes().items()}
    for square in ("neighbours", "groups"):  # the same in every trial
        given["place"][square] = np.full((inputs.THEATRES, inputs.THEATRES), 0.3, np.float32)
    for number, ((kind, name), strength) in enumerate(cases):
        columns = slice(number * inputs.TRIALS, (number + 1) * inputs.TRIALS)
        if name:
            given[kind][name][..., columns] = inputs.made(kind, name, np.random.default_rng(1947))
        if strength:
            given["parameters"][strength][..., columns] = 0.0
    here = Names(given["place"], dt=1.0 / 12.0, apart=lambda compute: compute())
    s, p, draw, levers = (Names(given[k]) for k in ("quantities", "parameters", "draws", "levers"))
    after = dict(order())[step](s, p, draw, levers, here)
    found = {}
    for written, reads in one.writes.items():
        value = np.asarray(after[written], np.float64)[..., : len(cases) * inputs.TRIALS]
        value = value.reshape(-1, len(changed), len(off), inputs.TRIALS)
        moved = np.abs(value - value[:, :1]).mean(axis=(0, 3))  # [changed, off]
        for row, (kind, name) in enumerate(changed):
            if kind and name in getattr(reads, kind):
                held = [n for n, left in zip(off, moved[row], strict=True) if left < 0.5 * moved[row, 0]]
                found[kind, name, written] = tuple(n for n in held if n in reads.parameters)
    return found


def _trials(made: Any) -> Any:
    """Return made-up values [..., trial] over and over [..., column]."""
    import numpy as np

    return np.tile(made, -(-COLUMNS // inputs.TRIALS))[..., :COLUMNS].astype(np.float32)
