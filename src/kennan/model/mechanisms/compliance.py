"""Compliance: what is done because it is ordered (I.6, I.14, III.15).

Orders are carried out as far as officials obey and as the organs and the state's monopoly of the economy reach
(I.14). People act by themselves or by order; those who know compromise act more by themselves. What a state ran and
no longer runs stands still until others take it up (Blanchard & Kremer 1997, form only), which is how the strongest
can become the weakest overnight (III.15). The monopoly reaches as far as orders do, and each relaxation of the
organs lets private producers back (I.6).

Departure from the dossier: there only lost orders let private producers back; here eased organs do too, as I.6 says.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01

PASSAGES = ("I.6", "I.14", "III.15")
# A definition, no number of the model: a power of whose orders less than half are obeyed is broken. The mark hardly
# matters, because once half disobeys, nearly all soon do (II.7).
BROKEN = 0.5


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance orders obeyed, compliance, the monopoly of the economy, and the gap of output."""
    dt = here.dt
    another = s.ruled_by_another > 0.5
    carried = jnp.minimum(1.0, s.party_unity * support(s, p) / jnp.maximum(s.obedience_at_start, 0.01))
    orders = jnp.where(another, 0.0, carried)
    undone = p.run_by_orders * (1.0 - s.compromise) * (1.0 - orders)
    compliance = jnp.where(another, 1.0, 1.0 - undone)
    eased = 1.0 - jnp.minimum(1.0, s.organs / p.organs_at_start)
    reach = clip01((1.0 - undone) * (1.0 - p.relaxation_breeds_rivals * eased))
    monopoly = approach(s.monopoly, reach, p.monopoly_time, dt)
    idle = clip01((s.monopoly - compliance) / jnp.maximum(p.run_by_orders, 0.01))
    return {
        "orders_obeyed": orders,
        "compliance": compliance,
        "monopoly": monopoly,
        "output_gap": jnp.where(another, s.output_gap * jnp.exp(-dt / p.monopoly_time), idle),
    }


def support(s: Any, p: Any) -> Any:
    """Return what organs and monopoly hold officials with [world], 1 = at the start, were all others to obey (I.14)."""
    return (
        p.police_weight * s.organs / p.organs_at_start
        + (1.0 - p.police_weight) * s.monopoly / p.monopoly_at_start
    )
