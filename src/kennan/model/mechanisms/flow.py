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

from kennan.model.forms import approach, clip01, fill, jacobi

PASSAGES = ("II.8", "III.9", "IV.2", "IV.3")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance influence, vulnerability, and what the Kremlin feels of gain and blockage."""
    dt = here.dt
    free = s.in_orbit < 0.5

    def pass_through() -> Any:
        net = s.effort - s.counterforce
        passing, surplus = jnp.maximum(net, 0.0), jnp.maximum(-net, 0.0)
        unbacked = clip01(1.0 - p.far_scale * s.nearness) * (1.0 - s.material_backing)
        gain = p.inflow * passing * s.head * s.vulnerability
        loss = (
            p.ebb * surplus
            + p.resilience * (1.0 - s.vulnerability)
            + p.ebb_unbacked * p.enthusiasm_without_substance * unbacked
        )
        moved = fill(s.influence, gain, loss, dt) + jacobi(s.influence, p.influence_noise, draw.influence, dt)
        return jnp.where(free, jnp.clip(moved, 0.002, 0.98), 1.0)

    influence = here.apart(pass_through)

    share = (influence * here.prize_share).sum(0)
    grown = (share - s.influence_share) / dt
    resisted = here.apart(lambda: _resisted(s, here))
    return {
        "influence": influence,
        "vulnerability": _vulnerability(s, p, here),
        "influence_share": share,
        "recent_gain": approach(s.recent_gain, grown, p.gain_memory, dt),
        "resisted": approach(s.resisted, resisted, p.gain_memory, dt),
    }


def _resisted(s: Any, here: Any) -> Any:
    """Return the share of effort that meets resistance, weighted by prize [world]; none where nothing is pressed."""
    meant = s.effort * here.prize_share
    met = jnp.minimum(s.effort, s.counterforce) * here.prize_share
    return met.sum(0) / jnp.maximum(meant.sum(0), 1e-7)


def _trust(s: Any, p: Any) -> Any:
    """Return how far protection is thought to last [world], 1 = in full (II.9, IV.2)."""
    steady = jnp.minimum(1.0, s.western_steadiness / p.steadiness_that_reassures)
    return 1.0 - p.reliable_protection * (1.0 - steady)


def _vulnerability(s: Any, p: Any, here: Any) -> Any:
    """Return the vulnerability of each theatre after the step (IV.2-3)."""

    def scalars() -> tuple[Any, Any, Any, Any]:
        poor = 1.0 + p.example_scale * p.vulnerable_to_example * (
            p.impression_at_start - s.western_impression
        )
        aid = p.aid_effect * p.aid_and_presence * _trust(s, p)
        slump = (s.depression > 0) * p.vulnerability_from_depression
        return poor, aid, slump, jnp.exp(-here.dt / p.vulnerability_time)

    poor, aid, slump, keep = here.apart(scalars)
    present = jnp.minimum(s.counterforce / p.aid_scale, 1.0)
    base = here.vulnerability * (1.0 - s.opposition_there)  # who has lived under Moscow knows why not
    target = base * poor * (1.0 + here.decolonising) + slump * (1.0 - base) - aid * base * present
    target = jnp.clip(target, 0.03, 1.0)
    return target + (s.vulnerability - target) * keep
