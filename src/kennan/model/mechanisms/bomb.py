"""The bomb: stockpiles as stocks that each side builds, and what they do to crises. Not in the article.

A side is deterred by what of the other's stockpile would still stand after its own first strike (Schelling 1960;
Snyder 1965; Jervis 1978). The danger of general war in a grave crisis is what is left where neither is deterred, and
more where striking first would spare much, or by accident (Powell 1990). So deterrence follows from the stocks and from
no calendar: two large stockpiles make a crisis safer, a small one beside a large one is a target. The strength
``the_bomb`` at 0 removes both the fear and the danger; stocks are then built and mean nothing.

Departure from the dossier: none in form. Its finding stands that limited wars become fewer and not more with the bomb
(against Snyder's paradox), because fear makes both sides yield on every rung.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.names import Names

PASSAGES = ("II.4",)  # which warns against adventures; the bomb itself is not in it


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the two stockpiles: growth in proportion to what there is, up to what the outlays on arms can carry."""
    knows = s.years_elapsed + here.dt > p.bomb_year
    outlay = s.western_output * s.arms_open / p.arms_open_at_start
    # the closed power's outlays in the same measure, by the ratio of the two outputs
    answer = s.output_ratio * s.western_output * s.military_burden / p.arms_open_at_start
    first = (s.stockpile_closed < 1.0) & knows
    closed = jnp.where(
        first, 1.0, _grown(s.stockpile_closed, answer, p, here.dt) * (s.stockpile_closed >= 1.0)
    )
    closed = jnp.where(knows, closed, s.stockpile_closed)
    return {
        "stockpile_open": _grown(s.stockpile_open, outlay, p, here.dt),
        "stockpile_closed": closed,
        "events": {"bomb": first},
    }


def _grown(stock: Any, outlay: Any, p: Any, dt: float) -> Any:
    """Return a stockpile after the step: logistic growth to a ceiling that outlays carry (exact for a steady one)."""
    room = jnp.maximum(p.warhead_ceiling * outlay, 1.0)
    grown = stock * jnp.exp(p.bomb_building * dt)
    return grown / (1.0 + (grown - stock) / room)


def danger(s: Any, p: Any) -> Names:
    """Return the fear that each side has of the other's second strike, 0-1, and the factor of general war [world]."""
    open_, closed = s.stockpile_open, s.stockpile_closed
    kremlin = _felt(open_ * jnp.exp(-p.first_strike_kill * closed / (open_ + 1e-6)), p)
    west = _felt(closed * jnp.exp(-p.first_strike_kill * open_ / (closed + 1e-6)), p)
    whole_open, whole_closed = _felt(open_, p), _felt(closed, p)
    spared = 0.5 * (whole_open - kremlin + whole_closed - west)
    accident = p.war_by_accident * jnp.maximum(whole_open, whole_closed)
    left = (1.0 - kremlin) * (1.0 - west)
    return Names(kremlin=kremlin, west=west, war=left + p.first_strike_gain * spared + accident)


def _felt(stock: Any, p: Any) -> Any:
    return p.the_bomb * stock / (stock + p.enough_warheads)
