"""Leaders with a mind, a top that congeals and members who drift from it (I.4, III.11, III.13-14).

Each ruler is drawn: how orthodox, about the outlook of the top from which he comes, and how able (Jones & Olken 2005
for the form: rulers matter most where nobody checks them). Outlook is counted in standard deviations about the top of
the start; more is more orthodox. Under a settled ruler the top hardly changes and congresses lapse (III.13); a contest
renews it towards the members. Those who join profess the doctrine with the conviction of their day (I.4), so
that the members move and a congealed top does not (III.14). A violent contest costs lives and thins the Party (III.11).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of, log_odds

PASSAGES = ("I.4", "III.11", "III.13", "III.14")
STATUTE = 3.0  # years between congresses by statute (III.13)
PER_DEVIATION = 1.7  # log-odds in one standard deviation of outlook, as logistic and normal law agree


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the ruler's type, the outlook of top and members, and the Party's numbers [world]."""
    dt = here.dt
    shaken, new = s.contest > 0.5, s.new_ruler > 0.5
    drawn = s.outlook_of_top + p.unlike_leaders * draw.leader_orthodoxy
    orthodoxy = jnp.where(new, drawn, jnp.where(shaken, s.outlook_of_top, s.leader_orthodoxy))
    ability = jnp.where(new, draw.leader_ability, jnp.where(shaken, 0.0, s.leader_ability))

    renewed = above(1.0, p.congealed_top * (1.0 - s.contest)) * here.renewal
    top = approach(s.outlook_of_top, s.outlook_of_members, 1.0 / jnp.maximum(p.renewal * renewed, 1e-9), dt)
    congress = draw.congress < chance_of(renewed / STATUTE, dt)

    of_today = (log_odds(s.conviction) - log_odds(p.conviction_of_members)) / PER_DEVIATION
    joining = 1.0 / jnp.maximum(p.joining, 1e-9)
    members = approach(s.outlook_of_members, of_today - p.unrecognised_demand, joining, dt)
    growth = (p.joining - p.members_thinned * s.violent_transfer) * dt
    growth = growth + p.joining_spread * jnp.sqrt(dt) * draw.joining
    return {
        "leader_orthodoxy": orthodoxy,
        "leader_ability": ability,
        "outlook_of_top": top,
        "outlook_of_members": members,
        "divergence": jnp.abs(members - top),
        "party_members": s.party_members * jnp.exp(growth),
        "lives_lost": s.lives_lost + p.lives_in_violence * s.violent_transfer * dt,
        "events": {"congress": congress},
    }


def heard(s: Any) -> Any:
    """Return the outlook of the rule [world]: the ruler's as far as he has authority, else that of the top."""
    return s.authority * s.leader_orthodoxy + (1.0 - s.authority) * s.outlook_of_top


def of_growth(s: Any, p: Any) -> Any:
    """Return what the ruler's ability, or a violent contest, adds to the growth of output [world], 1/year (III.11)."""
    return p.able_leaders * s.leader_ability * s.authority - p.violence_costs_growth * s.violent_transfer
