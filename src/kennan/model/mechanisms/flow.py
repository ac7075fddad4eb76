"""The stream and the basin: influence, take-overs, defections, vulnerability (I.3, II.8, III.9, III.11,
IV.2-3).

Nothing passes where counterforce tops effort; what passes is proportional to the net head, to the
vulnerability of the theatre and to the room left (weir flow on a graph, Darcy's form). Influence ebbs before
surplus force, before sound institutions, and far from Soviet power for want of substance (III.9). Movements
of their own making grow where they have room (I.3). A take-over needs the push, or a revolution of its own
(I.3); autonomous members may leave (III.11).

Departures from the dossier: aid and presence reassure only as far as they are thought to last, and those who
would take a theatre over strike the sooner the less its protector is expected to stay (II.9, IV.2); the dossier
left this out, and its S31 stood at the margin. This was added after that signature had been seen to fall short,
and is to be read so. A theatre that has left Moscow grows no revolution for Moscow: in the dossier the autonomy
that made a member leave also carried it back without a push.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, chance_of, clip01, fill, jacobi

PASSAGES = ("I.3", "II.8", "III.9", "III.11", "IV.2", "IV.3")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance influence, the orbit, vulnerability, and what the Kremlin feels of gain and blockage."""
    dt = here.dt
    free = s.in_orbit < 0.5
    own = here.autonomy * (1.0 - s.defected)  # what has left Moscow grows no revolution for Moscow
    leaving = here.apart(lambda: _leaving(s, p))
    unprotected = here.apart(lambda: 1.0 + p.unreliability_invites * (1.0 - _trust(s, p)))

    def pass_through() -> Any:
        net = s.effort - s.counterforce
        passing, surplus = jnp.maximum(net, 0.0), jnp.maximum(-net, 0.0)
        room = clip01(1.0 - s.counterforce / p.local_room)
        unbacked = clip01(1.0 - p.far_scale * s.nearness) * (1.0 - s.material_backing)
        gain = p.inflow * passing * s.head * s.vulnerability
        gain = gain + p.home_grown_movements * own * s.vulnerability * room * s.influence
        loss = (
            p.ebb * surplus
            + p.resilience * (1.0 - s.vulnerability)
            + p.ebb_unbacked * p.enthusiasm_without_substance * unbacked
        )
        moved = fill(s.influence, gain, loss, dt) + jacobi(s.influence, p.influence_noise, draw.influence, dt)
        return jnp.where(free, jnp.clip(moved, 0.002, 0.98), 1.0)

    influence = here.apart(pass_through)

    def change_hands() -> Any:
        pushed = (s.effort > s.counterforce) | (own > p.own_revolution)
        taking = p.takeover_hazard * clip01((influence - p.takeover_mark) / (1.0 - p.takeover_mark)) * pushed
        # force stands in the orbit only where a policy puts it there
        pressed = p.defection_from_offensive * jnp.minimum(s.counterforce / p.offensive_scale, 1.0)
        going = leaving[0] * here.autonomy + leaving[1] + pressed
        changes = draw.change_of_hands < chance_of(jnp.where(free, taking * unprotected, going), dt)
        return changes & free, changes & ~free

    taken, left = here.apart(change_hands)
    in_orbit = jnp.where(taken, 1.0, jnp.where(left, 0.0, s.in_orbit))
    settled = here.apart(lambda: jnp.where(taken, 1.0, jnp.where(left, p.defector_influence, influence)))

    share = (settled * here.prize_share).sum(0)
    grown = (share - s.influence_share) / dt
    resisted = here.apart(lambda: _resisted(s, here))
    return {
        "influence": settled,
        "in_orbit": in_orbit,
        "defected": jnp.where(left, 1.0, jnp.where(taken, 0.0, s.defected)),
        "caution": jnp.where(left, 1.0, s.caution),
        "effort": jnp.where(taken, 0.0, s.effort),
        "vulnerability": _vulnerability(s, p, here, left),
        "orbit": (in_orbit * here.prize_share).sum(0),
        "influence_share": share,
        "recent_gain": approach(s.recent_gain, grown, p.gain_memory, dt),
        "resisted": approach(s.resisted, resisted, p.gain_memory, dt),
        "events": {"takeover": taken.sum(0), "defection": left.sum(0)},
    }


def _resisted(s: Any, here: Any) -> Any:
    """Return the share of effort that meets resistance, weighted by prize [world]; none where nothing is pressed."""
    meant = s.effort * here.prize_share
    met = jnp.minimum(s.effort, s.counterforce) * here.prize_share
    return met.sum(0) / jnp.maximum(meant.sum(0), 1e-7)


def _leaving(s: Any, p: Any) -> tuple[Any, Any]:
    """Return the hazard of defection per unit of autonomy, and that which needs none [world] (III.11, III.15)."""
    unrest = (
        1.0
        + p.defection_from_tremors * p.tremors_abroad * s.contest * s.violent_transfer
        + p.defection_from_indiscipline * (1.0 - s.discipline)
        + p.defection_from_mellowing * s.mellowing
    )
    return p.defection_hazard * unrest, p.defection_when_broken * (s.party_unity < p.broken_mark)


def _trust(s: Any, p: Any) -> Any:
    """Return how far protection is thought to last [world], 1 = in full (II.9, IV.2)."""
    steady = jnp.minimum(1.0, s.western_steadiness / p.steadiness_that_reassures)
    return 1.0 - p.reliable_protection * (1.0 - steady)


def _vulnerability(s: Any, p: Any, here: Any, left: Any) -> Any:
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
    base = here.vulnerability
    target = base * poor * (1.0 + here.decolonising) + slump * (1.0 - base) - aid * base * present
    target = jnp.clip(target, 0.03, 1.0)
    moved = target + (s.vulnerability - target) * keep
    return jnp.where(left, p.defector_vulnerability * moved, moved)
