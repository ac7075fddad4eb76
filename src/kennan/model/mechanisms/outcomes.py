"""Outcomes: what becomes of Soviet power, recognised by rule (IV.5).

Rules read the state and never stop a world: a power that has spread can still break, a mellowed one can fall
or harden again, a broken one be restored. Each outcome has a progress from 0 to 1 and stands where that is 1;
the definitions are in ``outcomes.toml``, in words, beside these lines.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import clip01
from kennan.model.mechanisms.compliance import BROKEN
from kennan.model.mechanisms.crisis import WAR
from kennan.model.mechanisms.party import BROKEN_MONTHS

PASSAGES = ("II.8", "III.15", "IV.3", "IV.5")
GATHERED = 0.6  # a definition: a power is one where so much is obeyed
GATHERED_MONTHS = 12.0  # and a broken one is one again after so long


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the clocks of the outcome conditions and the progress of each outcome."""
    step = here.dt * 12.0

    def clock(months: Any, holds: Any) -> Any:
        return jnp.where(holds, months + step, 0.0)

    broken = clock(s.months_broken, (s.orders_obeyed < BROKEN) & (s.ruled_by_another < 0.5))
    restored = clock(s.months_restored, s.orders_obeyed > GATHERED)
    broken_up = jnp.where(
        broken >= BROKEN_MONTHS, 1.0, jnp.where(restored >= GATHERED_MONTHS, 0.0, s.broken_up)
    )
    # before the break: how near the Party is to breaking, at most just short of one
    loosening = clip01((1.0 - s.orders_obeyed) / (1.0 - BROKEN))
    nearing = jnp.minimum(0.99, jnp.maximum(broken / BROKEN_MONTHS, 0.5 * loosening))

    weary = (s.western_weariness > p.exhausted_weariness) & (s.western_unity < p.exhausted_unity)
    exhausted = clock(s.months_exhausted, weary | (s.western_health < p.exhausted_health))
    tired = jnp.minimum(
        s.western_weariness / p.exhausted_weariness, p.exhausted_unity / (s.western_unity + 1e-6)
    )
    sick = p.exhausted_health / (s.western_health + 1e-6)
    tiring = jnp.minimum(0.99, 0.5 * clip01(jnp.maximum(tired, sick)) + 0.5 * exhausted / p.exhausted_months)

    moderate = s.pressure < p.mellow_pressure * jnp.sqrt(s.output)
    whole = s.orders_obeyed > GATHERED
    mellow = clock(s.months_mellow, (s.mellowing > p.mellow_mark) & moderate & whole)
    softening = 0.5 * clip01(s.mellowing / p.mellow_mark) + 0.5 * mellow / p.mellow_months

    war = s.war_happened
    threat = jnp.minimum(0.9, s.crisis_peak / WAR)
    progress = {
        "progress_general_war": jnp.where(war > 0.5, 1.0, threat),
        "progress_breakup": jnp.where(broken_up > 0.5, 1.0, nearing),
        "progress_expansion": clip01(s.orbit / p.expansion_mark),
        "progress_western_exhaustion": jnp.where(exhausted >= p.exhausted_months, 1.0, tiring),
        "progress_mellowing": jnp.where(mellow >= p.mellow_months, 1.0, jnp.minimum(0.99, softening)),
    }
    furthest = jnp.stack(list(progress.values())).max(0)
    return {
        "months_broken": broken,
        "months_restored": restored,
        "months_exhausted": exhausted,
        "months_mellow": mellow,
        "broken_up": broken_up,
        **progress,
        "progress_stalemate": 1.0 - furthest,
    }
