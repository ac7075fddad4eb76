"""Counterforce at shifting points, geographical and political (II.9, III.1, IV.2).

The budget is shared between two fronts, as the lever *mix* says: the political one (aid, unions, information,
example) and the military one (garrisons, guarantees). Each is spread by three rules, mixed as the policy says:
*follow* goes where effort is seen, weighted by prize (III.1); *perimeter* stands everywhere alike; *offensive* stands
against the orbit itself. What counts is effective force: deployed force times the access it has to the theatre.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach

PASSAGES = ("II.9", "III.1", "IV.2")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the counterforce that stands in each theatre, and the political part of it."""
    free = 1.0 - s.in_orbit

    def elsewhere() -> tuple[Any, Any]:
        return share(free * here.access), share(s.in_orbit * here.prize)

    perimeter, offensive = here.apart(elsewhere)
    worth = free * s.effort_seen * here.prize_for_counterforce * here.access
    rules = jnp.maximum(levers.follow + levers.perimeter + levers.offensive, 1e-6)

    def on_front(seen: Any, part: Any, stands: Any) -> Any:
        """Return one front's force [theatre, world]: ``part`` of the budget, spread by the rules."""
        place = levers.follow * share(seen) + levers.perimeter * perimeter + levers.offensive * offensive
        target = s.counterforce_budget * part / rules * place * here.access
        moved = approach(stands, target, p.counterforce_lag, here.dt)
        return jnp.where(here.walled > 0, part * here.wall, moved)

    political = here.apart(lambda: on_front(worth * s.orders_political, levers.mix, s.counterforce_political))
    military = here.apart(
        lambda: on_front(
            worth * (1.0 - s.orders_political), 1.0 - levers.mix, s.counterforce - s.counterforce_political
        )
    )
    force = political + military
    return {"counterforce": force, "counterforce_political": political, "counterforce_total": force.sum(0)}


def share(weight: Any) -> Any:
    """Return weights as shares of their sum over the theatres; none where nothing is left to share."""
    return weight / jnp.maximum(weight.sum(0), 1e-6)
