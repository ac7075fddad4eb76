"""A scenario with its numbers, laid out for the equations: what stays from step to step, and how luck falls."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

import jax.numpy as jnp

from kennan.model import chance, geography, parameters
from kennan.model.in_use import of_model
from kennan.model.names import Names, Rows
from kennan.policies.registers import by_hand_names

MONTHS = 12


@of_model
def _parameter_rows() -> dict[str, int]:
    return {name: row for row, name in enumerate(parameters.load())}


@dataclass(frozen=True)
class World:
    """What all steps of some worlds share; made by :func:`lay_out`.

    ``numbers``: the parameters [world] by name. ``tables``: the scenario's theatre tables. ``always``: the place as it
    stands when nobody holds or decides anything. ``layout``: where each draw stands. ``dt``: length of a step in years.
    """

    numbers: Rows
    tables: dict[str, Any]
    always: Names
    layout: chance.Layout
    dt: float

    @property
    def worlds(self) -> int:
        """Number of worlds that walk side by side."""
        return int(self.numbers.final_push.shape[-1])

    @property
    def apart(self) -> Any:
        """What compiles a part of a step apart from the rest; see :func:`kennan.model.geography.apart`."""
        return self.always.apart

    def at(self, now: Any) -> Names:
        """Return the place as it is at one step: walls of an experiment, hindsight if asked for, and decisions by hand.

        Parameters
        ----------
        now : what belongs to this step, by name; see :func:`kennan.world.step`.
        """
        there = self.always
        by_hand, by_hand_there = now["by_hand"], now["by_hand_there"][..., None]
        if by_hand.ndim > 1:  # several policies share the worlds, each an equal part of them
            each = partial(jnp.repeat, repeats=self.worlds // len(by_hand), axis=-1)
            by_hand, by_hand_there = each(by_hand.T), each(jnp.moveaxis(by_hand_there[..., 0], 0, -1))
        decided = dict(zip(by_hand_names("world"), by_hand, strict=True))
        decided |= dict(zip(by_hand_names("theatre"), by_hand_there, strict=True))
        return Names(
            with_decisions(there, decided),
            schooling=now["schooling"],
            decolonising=now["decolonisation"] * self.tables["colonial"],
            walled=now["walled"][:, None],
            wall=now["wall"][:, None],
        )

    def draws(self, keys: Any, step: Any) -> Rows:
        """Return the named draws of one step [world], [rival, world] or [theatre, world]; see :func:`draws`."""
        return draws(self.layout, keys, step, self.apart)


def with_decisions(there: Names, decided: Mapping[str, Any]) -> Names:
    """Return the place with decisions by hand, by name.

    Who decides where to look changes what a theatre is worth to that side, and nothing else.
    """
    return Names(
        {**there, **decided},
        prize_for_counterforce=there.prize_for_counterforce * decided["attention"],
        prize_for_effort=there.prize_for_effort * decided["aims"],
    )


def draws(layout: chance.Layout, keys: Any, step: Any, apart: Any) -> Rows:
    """Return the named draws of one step: hashed in one sweep, apart, so that no consumer hashes again.

    Parameters
    ----------
    layout : where each draw stands.
    keys : the luck of each world, two uint32 [world]; see :func:`kennan.model.chance.world_keys`.
    step : uint32, the number of the step; 0 is the start.
    apart : compiles a part of a step apart from the rest; see :func:`kennan.model.geography.apart`.
    """
    constants = jnp.asarray(layout.constants)
    now = apart(lambda: chance.step_keys(keys, step, jnp))
    uniform = apart(lambda: chance.to_uniform(chance.spread(now, constants, jnp), jnp))
    normal = apart(lambda: chance.to_normal(uniform[: layout.normals], jnp))
    return Rows(layout.rows, jnp.concatenate([normal, uniform[layout.normals :]]))


def lay_out(go: Any, numbers: Any, tables: dict[str, Any], steps_per_month: int = 1) -> World:
    """Return a scenario with its numbers, laid out for the equations.

    Parameters
    ----------
    go : true, as an array that the compiler cannot know; see :func:`kennan.model.geography.apart`.
    numbers : float32 [parameter, world], in the order of the register.
    tables : the scenario's theatres; see :func:`kennan.model.geography.tables`.
    steps_per_month : steps of time in a month.
    """
    p, dt = Rows(_parameter_rows(), numbers), 1.0 / (MONTHS * steps_per_month)
    layout = chance.layout(tables["prize"].shape[0])
    return World(p, tables, geography.here(tables, p, dt, go), layout, dt)
