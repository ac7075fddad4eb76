"""The wide world: colonies go, coups and revolutions turn, clients come and leave (IV.3-4).

The article says only that Moscow's supporters lose heart before a West in health and that people join what gains
(IV.3-4); coups, colonies and arms to those who are no Communists are *not in the article*. Its strength removes it
exactly. A client has aid and arms and no Party: it is no part of the orbit, until it turns.

A colony goes the sooner the more its metropole is worn and burdened, and the more have gone before (Strang 1990). A
coup comes where there is no rule of succession; other revolutions where rule is bad. At each such turn a state becomes
a client as far as Moscow appeals and has something to give. A client leaves again, or turns Communist by itself, the
sooner the more the open power threatens it.

Departures from the dossier: how burdened and worn a metropole was, and how open a state, stand in the scenario's
columns ``retreat`` and ``coups``, with the weights that were fitted to 1947-65, and are not drawn. Appeal and backing
are those of the model. Clients cost Moscow nothing yet, and colonial wars weary no metropole.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of
from kennan.model.geography import together
from kennan.model.mechanisms.outer_empire import OWN, opposed

PASSAGES = ("IV.3", "IV.4")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance colonies, clients, and what joins of itself."""
    gone, coup, won, lost, joined = here.apart(lambda: _turns(s, p, draw, here))
    in_orbit = jnp.where(joined, 1.0, s.in_orbit)
    clients = jnp.where(in_orbit > 0.5, 0.0, s.clients + won - lost)
    return {
        "colonies_left": jnp.where(in_orbit > 0.5, 0.0, jnp.maximum(s.colonies_left - gone, 0.0)),
        "clients": clients,
        "in_orbit": in_orbit,
        "influence": jnp.where(joined, 1.0, s.influence),
        "own_revolution": jnp.where(joined, 1.0, s.own_revolution),
        "opposition_there": jnp.where(joined, opposed(s, p, here), s.opposition_there),
        "effort": jnp.where(joined, 0.0, s.effort),
        "orbit": (in_orbit * here.prize_share).sum(0),
        "events": {
            "independence": gone.sum(0),
            "coup": coup.sum(0),
            "client_gained": won.sum(0),
            "client_lost": lost.sum(0),
            "takeover": joined.sum(0),
        },
    }


def _turns(s: Any, p: Any, draw: Any, here: Any) -> tuple[Any, ...]:
    """Return what goes free, has a coup, becomes a client, leaves, and joins [theatre, world]: one a month there."""
    outside = p.wide_world * (s.in_orbit < 0.5)
    freed = 1.0 - s.colonies_left.sum(0) / jnp.maximum(here.colonies.sum(0), 1.0)
    states = here.free + here.colonies - s.colonies_left  # what lay in the orbit counts as free
    unbound = jnp.maximum(states - s.clients, 0.0)
    broke = s.own_revolution >= OWN  # who has left Moscow is no client of it
    threat = here.access * (1.0 - jnp.minimum(s.nearness, 1.0))
    each = (
        (p.retreat_base + p.retreat_follows * freed) * here.retreat * s.colonies_left * here.leads,
        p.coup_rate * here.coups * unbound,
        p.revolutions * s.vulnerability * unbound,
        p.client_leaves * s.clients,
        p.client_joins * s.clients * threat * (states < 2.5),  # a theatre of many states does not turn by one
    )
    rates = jnp.stack(each) * outside
    total = rates.sum(0)
    happens = chance_of(total, here.dt)
    part = draw.turn / jnp.maximum(happens, 1e-9) * total
    drawn = (draw.turn < happens) * 1.0
    ends = jnp.cumsum(rates, 0)
    starts = ends - rates
    which = drawn * (part >= starts) * (part < ends)
    within = (part - starts) / jnp.maximum(rates, 1e-9)
    appeal = s.appeal_abroad * s.material_backing * ~broke
    taken = which[0] * (within[0] < p.client_by_independence * appeal)
    taken = taken + which[1] * (within[1] < p.client_by_coup * appeal)
    taken = taken + which[2] * (within[2] < p.client_by_revolution * appeal)
    # theatres of one country go free together
    gone = jnp.minimum(together(which[0], here), 1.0) * (s.colonies_left > 0.5)
    joined = (together(which[4], here) > 0.5) & (s.in_orbit < 0.5)
    return gone, which[1], taken, which[3], joined
