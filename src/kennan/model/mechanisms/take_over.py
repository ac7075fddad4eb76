"""A final push: what is ripe and pressed is taken over (I.3, II.8).

Ripe is a country in which Moscow's party has more than a share of all influence; it falls to a push that nothing
unanswerable holds (I.3: capitalism does not go of itself). A country goes whole. Who comes to rule is put there. A
country in civil war is won or lost by that war, and one of which a part lies in the orbit is not taken in passing
(see :mod:`countries`); what rules itself by a revolution of its own is not taken over by push either.

Departures from the first edition: there a theatre with a revolution of its own went without a push, which the civil
war now tells; and takers struck the sooner the less a protector was believed to stay, a number that was added after a
signature had been seen to fall short. Both are gone.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of, clip01
from kennan.model.geography import together
from kennan.model.mechanisms.outer_empire import OWN, opposed

PASSAGES = ("I.3", "II.8")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance what is taken over by push."""

    def falls() -> Any:
        free = s.in_orbit < 0.5
        whole = together(here.of_country * jnp.stack([s.influence, s.effort - s.counterforce]), here)
        held = together(s.in_orbit + (s.rebels > 0.0) + (s.own_revolution >= OWN), here) > 0.0
        ripe = clip01((whole[0] - p.takeover_mark) / (1.0 - p.takeover_mark))
        rate = p.takeover_hazard * ripe * (whole[1] > 0.0) * ~held * here.leads
        struck = (draw.change_of_hands < chance_of(rate, here.dt)).astype(jnp.float32)
        return (together(struck, here) > 0.5) & free

    taken = here.apart(falls)
    return {
        "in_orbit": jnp.where(taken, 1.0, s.in_orbit),
        "influence": jnp.where(taken, 1.0, s.influence),
        "effort": jnp.where(taken, 0.0, s.effort),
        "own_revolution": jnp.where(taken, 0.0, s.own_revolution),
        "opposition_there": jnp.where(taken, opposed(s, p, here), s.opposition_there),
        "events": {"takeover": taken.sum(0)},
    }
