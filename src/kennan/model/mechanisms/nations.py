"""Nations within: peoples with elites of their own, who go when the crust breaks. Not in the article.

Where half of the officials no longer obey, peoples within rise one after another, the readier the more have gone
(Beissinger 2002, form only: the tide). One that rises leaves with the chance of its share of the people against the
part of the army that still obeys (contest form), and takes its hands and its plant along. None leaves a whole Party:
that is no rule here, it follows. Once one power is there again, some are brought back.

Departure from the dossier: there six peoples were told apart by census and by whether they had had a state before;
here they are of one size and readiness, so that a scenario needs one number and no table.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of
from kennan.model.mechanisms.compliance import BROKEN

PASSAGES: tuple[str, ...] = ()
PEOPLES = 6.0  # of the census of 1939, in groups: Baltic, western Slavs, Transcaucasia, Central Asia, Volga, Moldavia


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the share of the people [world] that has left, with its hands and its plant."""
    one = s.peoples_within / PEOPLES
    left = jnp.maximum(PEOPLES - s.secessions, 0.0)
    tide = 1.0 + p.secession_tide * s.secessions / PEOPLES
    ready = jnp.where(s.party_unity < BROKEN, p.nations_within * left * tide, 0.0)
    ready = jnp.where(s.ruled_by_another > 0.5, 0.0, ready)
    rises = draw.secession_rises < chance_of(ready, here.dt)
    leaves = rises & (draw.secession_won < one / jnp.maximum(one + s.orders_obeyed, 1e-6)) & (left > 0.5)
    gathered = (s.months_broken > 0.0) & ((s.ruled_by_another > 0.5) | (s.orders_obeyed > BROKEN))
    secessions = jnp.where(gathered, s.secessions * p.secession_kept, s.secessions + leaves)
    gone = one * secessions
    stay = (1.0 - gone) / jnp.maximum(1.0 - one * s.secessions, 1e-3)
    return {
        "secessions": secessions,
        "peoples_gone": gone,
        "population": s.population * stay,
        "heavy_capital": s.heavy_capital * stay,
        "consumer_capital": s.consumer_capital * stay,
        "events": {"secession": leaves, "secession_put_down": rises & ~leaves},
    }
