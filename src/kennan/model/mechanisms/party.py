"""The Party: infallibility and discipline, splits (II.5-7, III.15).

Infallibility of the leadership and iron discipline of the members hold each other up (II.7), so that there
are two stable states and no way between them. Members know obedience and not compromise:
once mobilised they split the Party (III.15).

Departures from the dossier: truth found elsewhere
costs infallibility only as far as the power still claims to be its sole source, which a mellow one no longer
does (II.3, II.5). A broken power may be restored by
a master who reimposes discipline (Skocpol 1979); the article does not look beyond the break, so this is
marked as our own assumption.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of, clip01, fill, hill, jacobi

PASSAGES = ("II.5", "II.6", "II.7", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the Party by one step."""
    dt = here.dt
    # members drawn in by a rival; they go home when somebody rules
    quelled = jnp.exp(-dt * (1.0 - s.contest))
    mobilised = s.mobilised_members * quelled + s.reaching_down

    compromise = clip01(
        (1.0 - p.iron_discipline) * p.compromise_known + p.compromise_from_mellowing * s.mellowing
    )
    tear = p.splitting * mobilised * (1.0 - compromise) + p.split_from_contest * s.contest
    heal = p.healing + p.healing_by_authority * s.authority + p.healing_by_compromise * compromise
    split = fill(s.party_split, tear, heal, dt) + jacobi(s.party_split, p.split_noise, draw.party_split, dt)
    split = clip01(split)

    discipline = _held_up(s.discipline, s.infallibility, p.discipline_from_split * split, p, dt)
    doubt = (
        p.infallibility_from_dissent * s.open_dissent
        + p.infallibility_from_association
        * p.truth_monopoly
        * s.independent_association
        * (1.0 - s.mellowing)
    )
    infallibility = _held_up(s.infallibility, s.discipline, doubt, p, dt)
    infallibility = infallibility * (1.0 - p.cost_of_reversal * (1.0 - s.discipline) * s.reversal)

    broken = s.party_unity < p.broken_mark
    master = chance_of(p.restoration * s.authority * s.organs, dt)
    restored = broken & (draw.restoration < master)
    discipline = jnp.where(restored, p.restored_discipline, discipline)
    infallibility = jnp.where(restored, p.restored_discipline, infallibility)
    split = jnp.where(restored, 0.0, split)
    return {
        "mobilised_members": mobilised,
        "compromise": compromise,
        "party_split": split,
        "discipline": discipline,
        "infallibility": infallibility,
        "party_unity": discipline * (1.0 - split),
        "events": {"restoration": restored},
    }


def _held_up(x: Any, other: Any, loss: Any, p: Any, dt: float) -> Any:
    """Advance one of the pair infallibility and discipline: it follows the other, less what it loses."""
    tied = p.coupling_scale * hill(other, p.coupling_mark, p.coupling_power)
    target = clip01(
        (1.0 - p.infallibility_discipline) * p.resting_discipline + p.infallibility_discipline * tied
    )
    speed = p.coupling_speed + loss
    rest = p.coupling_speed * target / speed
    return rest + (x - rest) * jnp.exp(-speed * dt)
