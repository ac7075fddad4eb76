"""The place: what does not change within a world, laid out for the equations."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax
import jax.numpy as jnp
import numpy as np

from kennan.model.names import Names


def tables(theatres: Any) -> dict[str, np.ndarray]:
    """Return the theatre tables of a scenario as float32 arrays [theatre, 1] (and [theatre, theatre])."""
    column = lambda x: np.asarray(x, np.float32)[:, None]  # noqa: E731
    prize, access = column(theatres.prize), column(theatres.access)
    inside = np.array([a == "B" for a in theatres.alignment])
    return {
        "prize": prize,
        "prize_share": prize / prize.sum(),
        "worth": np.sqrt(prize / (prize[inside].mean() if inside.any() else prize.mean())),
        "access": access,
        "own": column(theatres.own),
        "votes": column(np.nan_to_num(theatres.votes, nan=-1.0)),
        "civil_war": column(theatres.civil_war),
        "free": column(theatres.free),
        "colonies": column(theatres.colonies),
        "retreat": column(theatres.retreat),
        "coups": column(theatres.coups),
        **countries(theatres),
        "vulnerability": column(theatres.vulnerability),
        "influence": column(theatres.influence),
        "in_orbit": column(inside),
        "colonial": column(theatres.colonial),
        "neighbours": np.asarray(theatres.neighbours / np.asarray(theatres.row_sum)[:, None], np.float32),
        "border": column(np.asarray(theatres.border) / np.asarray(theatres.row_sum)),
    }


def countries(theatres: Any) -> dict[str, np.ndarray]:
    """Return how theatres make countries: see :func:`together`. People count in shares and in sizes alone.

    ``groups`` [group, theatre] is 1 where a theatre belongs to a country of several; ``alone`` 1 where it belongs to
    none; ``leads`` 1 where it stands for its country; ``of_country`` its share of the country's people; ``by_land`` 1
    where land joins it to the country's first theatre; ``size`` the square root of the country's people over the mean
    of what lies in the orbit: force that holds down or helps a country grows less than in proportion.
    """
    n = len(theatres.code)
    people = np.ones(n) if theatres.people is None else np.maximum(np.asarray(theatres.people, float), 1.0)
    whole = [country for country in theatres.countries if country.whole]
    groups = np.zeros((max(len(whole), 1), n))
    leads = np.ones(n)
    for row, country in enumerate(whole):
        at = [theatres.code.index(code) for code in country.theatres]
        groups[row, at] = 1.0
        leads[at[1:]] = 0.0
    alone = 1.0 - groups.max(0)
    of_all = alone * people + groups.T @ (groups @ people)
    inside = np.array([a == "B" for a in theatres.alignment])
    mean = (of_all[inside] if inside.any() else of_all).mean()
    given = {"alone": alone, "leads": leads, "of_country": people / of_all, "size": np.sqrt(of_all / mean)}
    given["by_land"] = np.ones(n) if theatres.by_land is None else np.asarray(theatres.by_land)
    return {name: np.asarray(x, np.float32)[:, None] for name, x in given.items()} | {
        "groups": groups.astype(np.float32)
    }


def together(x: Any, place: Any) -> Any:
    """Return the sum of ``x`` [theatre, world] over the theatres of each theatre's country [theatre, world]."""
    return place.alone * x + place.groups.T @ (place.groups @ x)


def apart(go: Any, compute: Callable[[], Any]) -> Any:
    """Return ``compute()``, compiled apart from what surrounds it.

    ``go`` is true in every run, but the compiler cannot know it. Without such walls XLA fuses every equation
    into every reader of its result, down to the hash of each draw, and computes it again for each of 72
    theatres: measured, that made the month thirty times slower and its compilation ten times.
    (``optimization_barrier`` no longer stops it: the CPU compiler removes barriers before it fuses.)
    Where nothing is compiled, ``go`` is Python's ``True``, and there is no wall.
    """
    if go is True:
        return compute()
    shapes = jax.eval_shape(compute)
    return jax.lax.cond(go, compute, lambda: jax.tree.map(lambda x: jnp.zeros(x.shape, x.dtype), shapes))


def here(table: dict[str, Any], p: Any, dt: float, go: Any) -> Names:
    """Return the place for a chunk of worlds: tables, and what its numbers make of them."""
    standing = table["prize_share"] * table["access"] * (1.0 - table["in_orbit"])
    return Names(
        table,
        dt=dt,
        apart=partial(apart, go),
        first_force=p.garrisons * standing,
        prize_for_counterforce=table["prize_share"],
        prize_for_effort=table["prize_share"],
    )
