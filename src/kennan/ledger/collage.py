"""The collage: a theory without links, which looks like the article's in every quantity taken alone.

Worlds of mixed policies are run. In the collage each step of the month lives in another of these worlds: world w has
its siege from one, its crust from another, its flow from a third. Every quantity so keeps its mean, its spread, its
trend, its jumps and its memory exactly; every link between steps, and from policy to anything, is cut. What became of
Soviet power is recognised afresh from what stands beside what.

White noise of the same mean would be a straw man: it has no memory, and fails everything that speaks of months. To mix
among worlds is the permutation null of ecology's null models (Gotelli and Graves 1996): it cuts links and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan.model import links, parameters, quantities
from kennan.model.month import Step, bound, order
from kennan.model.names import Names
from kennan.model.recorded import THEATRE_FIELDS

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.interventions import Interventions
    from kennan.engine.plan import Plan

RECOGNISED = "outcomes"  # the step that reads off what has become of Soviet power


@dataclass(frozen=True)
class Reference:
    """The worlds of which collages are made: those of several policies, evenly mixed."""

    plan: Plan
    blocks: tuple[Block, ...]

    @property
    def worlds(self) -> int:
        """Number of worlds."""
        return sum(block.worlds for block in self.blocks)

    def monthly(self, name: str) -> np.ndarray:
        """Return a quantity of the world [month + 1, world]."""
        return self._side_by_side([block.monthly[name] for block in self.blocks])

    def theatre(self, name: str) -> np.ndarray:
        """Return a field of theatres [year + 1, theatre, world], as it is kept."""
        return self._side_by_side([block.theatre[f"theatre_{name}"] for block in self.blocks])

    def events(self, kind: str) -> np.ndarray:
        """Return counts of an event [month + 1, world]."""
        return self._side_by_side([block.events[kind] for block in self.blocks])

    @property
    def parameters(self) -> np.ndarray:
        """The numbers of each world [parameter, world]."""
        return self._side_by_side([block.parameters for block in self.blocks])

    @staticmethod
    def _side_by_side(parts: list[np.ndarray]) -> np.ndarray:
        return np.concatenate(parts, -1)


def reads() -> tuple[str, ...]:
    """Return the quantities that tell what has become of Soviet power, as far as other steps write them."""
    step = links.steps()[RECOGNISED]
    return tuple(
        name for name in step.reads.quantities if links.homes()[name] not in (RECOGNISED, links.START)
    )


def permutations(worlds: int, number: int) -> dict[str, np.ndarray]:
    """Return for each step of the month the world that each world has it from [world]: never its own.

    The luck of it follows from ``number`` and the step's name alone.
    """
    found = {}
    for name in (*links.steps(), links.START):
        rng = np.random.default_rng([number, worlds, *name.encode()])
        order = rng.permutation(worlds)  # one round through all worlds leaves none in its place
        found[name] = np.empty(worlds, int)
        found[name][order] = np.roll(order, 1)
    return found


class Collage:
    """One collage of a reference.

    Parameters
    ----------
    of : the worlds that it is made of.
    donors : for each step the world that each world has it from; of :func:`permutations`.
    """

    def __init__(self, of: Reference, donors: Mapping[str, np.ndarray]):
        self.of, self.donors = of, donors
        self._events = {kind: name for name, step in links.steps().items() for kind in step.events}

    def block(self, years: int, record: tuple[str, ...], holds: Interventions) -> Block:
        """Return the collage as a block of so many years; what an experiment holds is held in it.

        Parameters
        ----------
        record : quantities that are wanted month by month.
        """
        from kennan.engine.engine import finish

        months = 12 * years + 1
        wanted = {name: self._monthly(name, holds)[:months] for name in (*record, *reads())}
        progress = self._recognised(wanted)
        fields = {name: self._theatre(name, holds)[: years + 1] for name in THEATRE_FIELDS}
        events = {
            kind: self.of.events(kind)[:months, self.donors[home]] for kind, home in self._events.items()
        }
        sink = SimpleNamespace(
            monthly={**wanted, **progress}, theatre=fields, events=events, parameters=self.of.parameters
        )
        plan = self.of.plan.replace(record=record, years=years)
        return finish(plan, 0, 0, self.of.worlds, sink)

    def _monthly(self, name: str, holds: Interventions) -> np.ndarray:
        found = self.of.monthly(name)[:, self.donors[links.homes()[name]]]
        for hold in holds.quantities:
            if hold.quantity == name:
                found[hold.first : hold.until] = hold.value
        return found

    def _theatre(self, name: str, holds: Interventions) -> np.ndarray:
        found = self.of.theatre(name)[..., self.donors[links.homes()[name]]]
        if name == "counterforce":
            kind, steps = THEATRE_FIELDS[name]
            codes = theatres_of(self.of.plan).code
            for wall in holds.walls:
                januaries = slice(-(-wall.first // 12), -(-wall.until // 12))
                most = np.iinfo(kind).max
                found[januaries, codes.index(wall.theatre)] = min(round(wall.value * steps), most)
        return found

    def _recognised(self, seen: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
        """Return what has become of Soviet power, month by month, by the model's own rules."""
        import jax.numpy as jnp

        names = tuple(n for n, home in links.homes().items() if home == RECOGNISED)
        rows = self.of.parameters[:, self.donors[RECOGNISED]]
        numbers = {name: jnp.asarray(row) for name, row in zip(parameters.load(), rows, strict=True)}
        zero = jnp.zeros(self.of.worlds, jnp.float32)
        begin = {n: zero + max(0.0, quantities.load()[n].low) for n in names}
        series = {n: jnp.asarray(seen[n], jnp.float32) for n in reads()}
        found = _recogniser(dict(order())[RECOGNISED])(begin, numbers, series)
        return {n: np.asarray(found[n]) for n in names if n.startswith("progress_")}


@lru_cache(maxsize=8)
def _recogniser(step: Step) -> Any:
    """Return a step over months, compiled: starts [world], numbers [world], series [month, world]."""
    import jax

    here = SimpleNamespace(dt=1.0 / 12.0)

    def course(begin: Any, numbers: Any, series: Any) -> Any:
        p = Names(numbers)

        def month(state: Any, given: Any) -> Any:
            now, first = given
            after = bound(dict(step(Names({**state, **now}), p, None, None, here)))
            # nothing has lasted for a month yet at the start
            kept = {n: jax.numpy.where(first, state[n], after[n]) for n in state}
            return kept, {n: after[n] for n in state}

        months = next(iter(series.values())).shape[0]
        first = jax.numpy.arange(months) == 0
        return jax.lax.scan(month, begin, (series, first))[1]

    return jax.jit(course)


def theatres_of(plan: Plan) -> Any:
    """Return the theatres of a plan's scenario."""
    from kennan import scenarios

    return scenarios.load(plan.scenario).theatres
