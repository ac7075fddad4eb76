"""The stream and the basin: influence and vulnerability (II.8, III.9, IV.2-3).

Nothing passes where counterforce tops effort; what passes is proportional to the net head, to the
vulnerability of the theatre and to the room left (weir flow on a graph, Darcy's form). Influence ebbs before
surplus force, before sound institutions, and far from Soviet power for want of substance (III.9). What places change
hands, and how, stands in :mod:`take_over`, :mod:`outer_empire` and :mod:`countries`: they come after, and what they
move counts as gain or loss a month later.

Departure from the dossier: aid and presence reassure only as far as they are thought to last (II.9, IV.2).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, fill
from kennan.model.mechanisms import pressure

PASSAGES = ("II.8", "III.1", "III.9", "IV.2", "IV.3")
A_YEAR = 1.0  # window over which gain and resistance are felt: both are told as of the past year


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance influence, vulnerability, and what the Kremlin feels of gain and blockage."""
    dt = here.dt
    free = s.in_orbit < 0.5

    def pass_through() -> Any:
        political, military = net
        # by prize: the effort of 1947, spread by prize, is 1 in every theatre
        passing = (jnp.maximum(political, 0.0) + jnp.maximum(military, 0.0)) / here.prize_share
        surplus = (jnp.maximum(-political, 0.0) + jnp.maximum(-military, 0.0)) / here.prize_share
        unbacked = pressure.far(s.nearness, p) * (1.0 - s.material_backing)
        gain = p.inflow * passing * s.vulnerability
        loss = p.ebb * jnp.minimum(surplus, 1.0) + p.enthusiasm_without_substance * unbacked
        return jnp.where(free, jnp.clip(fill(s.influence, gain, loss, dt), 0.002, 0.98), 1.0)

    net, resisted = here.apart(lambda: _meet(s, p, here))
    influence = here.apart(pass_through)

    share = (influence * here.prize_share).sum(0)
    grown = (share - s.influence_share) / dt
    return {
        "influence": influence,
        "vulnerability": _vulnerability(s, p, here),
        "influence_share": share,
        "recent_gain": approach(s.recent_gain, grown, A_YEAR, dt),
        "resisted": approach(s.resisted, resisted, A_YEAR, dt),
    }


def _meet(s: Any, p: Any, here: Any) -> tuple[tuple[Any, Any], Any]:
    """Return effort less resistance on each front [theatre, world], and the share of effort that is resisted [world].

    Political effort meets only what resists it politically (III.1), and likewise force. The share is weighted by prize.
    """
    own = pressure.own_resistance(s, p, here)
    political = s.effort_political - s.counterforce_political - own
    military = (s.effort - s.effort_political) - (s.counterforce - s.counterforce_political) - own
    passing = (jnp.maximum(political, 0.0) + jnp.maximum(military, 0.0)) * here.prize_share
    meant = (s.effort * here.prize_share).sum(0)
    return (political, military), clip01(1.0 - passing.sum(0) / jnp.maximum(meant, 1e-7)) * (meant > 1e-7)


def _trust(s: Any, p: Any) -> Any:
    """Return how far protection is thought to last [world], 1 = in full (II.9, IV.2)."""
    return 1.0 - p.reliable_protection * (1.0 - s.western_steadiness)


def _vulnerability(s: Any, p: Any, here: Any) -> Any:
    """Return the vulnerability of each theatre after the step (IV.2-3)."""

    def scalars() -> tuple[Any, Any, Any, Any]:
        poor = 1.0 + p.vulnerable_to_example * (p.impression_at_start - s.western_impression)
        aid = p.aid_and_presence * _trust(s, p)
        slump = (s.depression > 0) * p.vulnerability_from_depression
        return poor, aid, slump, jnp.exp(-here.dt / p.vulnerability_time)

    poor, aid, slump, keep = here.apart(scalars)
    present = s.counterforce / (
        s.counterforce + here.prize_share
    )  # a half, where it equals a fair share of the push
    base = here.vulnerability * (1.0 - s.opposition_there)  # who has lived under Moscow knows why not
    target = base * poor * (1.0 + here.decolonising) + slump * (1.0 - base) - aid * base * present
    target = jnp.clip(target, 0.03, 1.0)
    return target + (s.vulnerability - target) * keep
