"""The program of hybrids: worlds in which chosen quantities are those of another run, month after month.

Two runs A and B on the same luck differ. How much of that goes by one link of the model? Let a world run in which
everything is as in A, except that the quantities of one step go their own way, and that one quantity which they
read is as in B: what this changes in them is the direct effect of that link. Such worlds are *hybrids*.

A chunk holds ``WORLDS`` worlds ``SLOTS`` times over: slot 0 is run A, slot 1 is run B, and the others are hybrids
of the same worlds. Whenever a step has written a quantity, each column keeps its own value, or takes that of run
A or of run B, as ``choice`` says. Choices, parameters and policies are arrays: all links, worlds and runs are
columns of this one compiled program.

The equations are those of the month itself; with every choice at ``OWN`` the numbers are those of the main program.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import jax
import jax.numpy as jnp

from kennan import world
from kennan.engine import span
from kennan.engine.program import compiled
from kennan.engine.version import CHUNK
from kennan.model import quantities
from kennan.model.in_use import of_model
from kennan.model.month import Between
from kennan.model.names import Names
from kennan.policies import levers as lever_register
from kennan.world import action
from kennan.world.state import pack, unpack, world_names
from kennan.world.world import MONTHS

WORLDS = 8  # different worlds in a chunk: a vector's width of them stands side by side
SLOTS = CHUNK // WORLDS  # run A, run B, and hybrids
OWN, OF_A, OF_B = 0, 1, 2  # what a column's quantity is: its own, or that of run A or B


@of_model
def quantity_rows() -> dict[str, int]:
    """Return the row of every quantity in a table of choices."""
    return {name: row for row, name in enumerate(quantities.load())}


@of_model
def names() -> tuple[str, ...]:
    """Return what the program hands out each month.

    These are the world-axis quantities; the levers, as "lever.<name>"; those of theatres as means over theatres;
    and as "course.<name>" the sum over theatres of (own value - A's) * (B's - A's): how far a column has gone from
    run A towards run B, theatre by theatre.
    """
    levers = (f"lever.{name}" for name in lever_register())
    return (*world_names(), *levers, *_of_theatres(), *(f"course.{name}" for name in _of_theatres()))


@of_model
def _of_theatres() -> tuple[str, ...]:
    return tuple(name for name, quantity in quantities.load().items() if quantity.axes == "theatre")


def exchange(value: Any, choice: Any) -> Any:
    """Return values [..., column], each column's own or that of its world in run A or B, as chosen [..., column]."""
    a, b = _everywhere(value, 0), _everywhere(value, 1)
    return jnp.where(choice == OWN, value, jnp.where(choice == OF_A, a, b))


def _everywhere(value: Any, slot: int) -> Any:
    """Return one slot's values in every slot: by doubling, which is three times as fast as a gather (measured)."""
    copies = value[..., slot * WORLDS : (slot + 1) * WORLDS]
    while copies.shape[-1] < value.shape[-1]:
        copies = jnp.concatenate([copies, copies], axis=-1)
    return copies


def _exchange_all(values: Any, choice: Any) -> dict[str, Any]:
    """Return quantities by name, exchanged; those of a world go as one table, which takes fewer passes."""
    flat = [name for name, value in values.items() if value.ndim == 1]
    rows = quantity_rows()
    found = {name: exchange(value, choice[rows[name]]) for name, value in values.items() if value.ndim > 1}
    if flat:
        table = jnp.stack([values[name] for name in flat])
        chosen = choice[jnp.asarray([rows[name] for name in flat])]
        found |= dict(zip(flat, exchange(table, chosen), strict=True))
    return found


def _levers(now: Any, other: Any, second: Any, constant: Any, choice: Any, s: Any) -> dict[str, Any]:
    """Return the levers [column] under the policy of run A or B (``second``), then exchanged like any quantity."""
    seen = world.observe(s)
    under_a = action.levers(now, constant, seen)
    under_b = action.levers(other, constant, seen)
    both = (jnp.stack(_in_order(under)) for under in (under_b, under_a))
    return dict(zip(lever_register(), exchange(jnp.where(second, *both), choice), strict=True))


def _in_order(levers: Any) -> list[Any]:
    return [
        levers[name] for name in lever_register()
    ]  # a table that was compiled apart has them by the alphabet


class _Exchange(Between):
    """After each mechanism every column keeps its own values, or takes those of its world in run A or B."""

    def __init__(self, apart: Any, choice: Any):
        self._apart, self._choice = apart, choice

    def changes(self, step: str, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        exchanged: dict[str, Any] = self._apart(partial(_exchange_all, changes, self._choice))
        return exchanged


@compiled()
def set_out(
    go: Any, keys: Any, table: Any, constant: Any, given: Any, tables: Any, now: Any, other: Any, second: Any,
    choice: Any, of_levers: Any, *, steps_per_month: int,
) -> Any:  # fmt: skip
    """Return the state of a chunk of hybrids on the first of January, and what is handed out of it [name, column].

    Parameters
    ----------
    given : start values [quantity, column]; the others as in :func:`span`, ``now`` and ``other`` at step 0.
    """
    laid = world.lay_out(go, table, tables, steps_per_month)
    scheduled = jnp.where(second, other["schedule"][:, None], now["schedule"][:, None])
    scheduled = jnp.where(jnp.isnan(constant), scheduled, constant)
    levers = action.named(exchange(scheduled, of_levers))
    state = world.reset(laid, keys, given, levers, now)
    every = {name: unpack(state)[name] for name in quantities.load()}
    state = pack(Names(_exchange_all(every, choice)), state["step"])
    return state, _shown(state, jnp.stack(_in_order(levers)))


def _shown(packed: Any, levers: Any) -> Any:
    """Return what is handed out of a state [name, column], in the order of :func:`names`."""
    values = [packed[name] for name in _of_theatres()]
    means = jnp.stack([_total(value) / value.shape[0] for value in values])
    courses = jnp.stack([_total(_course(value)) for value in values])
    return jnp.concatenate([packed["world"], levers, means, courses])


def _course(value: Any) -> Any:
    a, b = _everywhere(value, 0), _everywhere(value, 1)
    return (value - a) * (b - a)


def _total(value: Any) -> Any:
    """Return the sum over theatres [column]; as a product, which is vectorised."""
    return jnp.ones(value.shape[0], jnp.float32) @ value


@compiled(1, 2)
def through(
    go: Any, state: Any, sums: Any, keys: Any, table: Any, constant: Any, tables: Any, times: Any,
    others: Any, weights: Any, second: Any, choice: Any, of_levers: Any, *, steps_per_month: int,
) -> Any:  # fmt: skip
    """Advance a chunk of hybrids by ``span.SPAN`` years.

    Parameters
    ----------
    go, state, keys, table, constant, tables, times : as in :func:`kennan.engine.span.through`; ``times`` are
        those of run A, and what columns hold in them is the same in both runs.
    sums : weighted sums over months so far [weight, name, column]; weights : those of the coming months
        [SPAN * 12, weight, name].
    others : schedule and rules of the levers in run B [SPAN * 12 * steps_per_month, ...].
    second : whether a column follows the policy of run B, bool [lever, column].
    choice : whose value a column takes, int8 [quantity, column]: ``OWN``, ``OF_A`` or ``OF_B``.
    of_levers : the same for the levers [lever, column].

    Returns
    -------
    state, sums, and what is handed out of runs A and B each month [SPAN * 12, name, 2 * WORLDS].
    """
    laid = world.lay_out(go, table, tables, steps_per_month)
    exchange = _Exchange(laid.apart, choice)

    def one_step(carry: Any, given: Any) -> Any:
        state, _ = carry
        now, other = given
        levers = partial(_levers, now, other, second, constant, of_levers)
        state, _, chosen = world.step(laid, state, keys, levers, now, exchange)
        return (state, jnp.stack(_in_order(chosen))), None

    def one_month(carry: Any, month_given: Any) -> Any:
        (state, sums), (given, weight) = carry, month_given
        none = jnp.zeros((len(lever_register()), table.shape[1]), jnp.float32)
        (state, levers), _ = jax.lax.scan(one_step, (state, none), given)
        shown = _shown(state, levers)
        return (state, sums + weight[..., None] * shown), shown[:, : 2 * WORLDS]

    def by_month(x: Any) -> Any:
        return x.reshape(span.SPAN * MONTHS, steps_per_month, *x.shape[1:])

    each = (jax.tree.map(by_month, (times, others)), weights)
    (state, sums), shown = jax.lax.scan(one_month, (state, sums), each)
    return state, sums, shown
