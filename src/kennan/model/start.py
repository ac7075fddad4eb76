"""The first of January: the state from which every world sets out."""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model import brought, quantities
from kennan.model.mechanisms import (
    countries,
    economy,
    line,
    open_power,
    organs,
    outer_empire,
    party,
    pressure,
    radiance,
)
from kennan.model.month import bound
from kennan.model.names import Names


def state(given: dict[str, Any], p: Any, draw: Any, levers: Any, here: Any) -> Names:
    """Return the state of each world at the start.

    Parameters
    ----------
    given : start value of every world-axis quantity; those that follow from others are computed here.
    p : parameters [world] by name.
    draw : the named draws of step 0 ("first_mood", "choice_of_theatre", "upheaval").
    levers : the open power's levers at the start [world].
    here : the place; see :mod:`kennan.model.geography`.
    """
    worlds = p.final_push.shape
    shape = (here.prize.shape[0], *worlds)
    s = Names()
    for name, quantity in quantities.load().items():
        if quantity.axes == "world":
            s[name] = given[name] + jnp.zeros(worlds, jnp.float32)
        elif quantity.axes == "theatre":
            s[name] = jnp.zeros(shape, jnp.float32)
    for name, value in brought.starts().items():
        if quantities.load()[name].axes == "theatre":
            s[name] = jnp.full(shape, value, jnp.float32)
    s["leader_orthodoxy"] = p.unlike_leaders * p.first_ruler
    s["outlook_of_members"] = s.outlook_of_top - p.unrecognised_demand
    s["divergence"] = jnp.abs(s.outlook_of_members - s.outlook_of_top)
    s["soft_phase"] = 1.0 - s.line / line.HARDEST
    s["public_mood"] = jnp.where(draw.first_mood < 0.5, p.mood_low, 2.0 - p.mood_low)
    s["influence"] = here.influence + jnp.zeros(shape, jnp.float32)
    s["in_orbit"] = here.in_orbit + jnp.zeros(shape, jnp.float32)
    s["vulnerability"] = here.vulnerability + jnp.zeros(shape, jnp.float32)
    s["counterforce"] = here.first_force + jnp.zeros(shape, jnp.float32)
    s["counterforce_total"] = s.counterforce.sum(0)
    s["counterforce_political"] = s.counterforce * levers.mix
    s["openness_seen"] = jnp.ones(shape, jnp.float32)
    s.update(countries.first(s, p, draw, here))
    s["party_unity"] = s["obedience_at_start"] = party.whole_at_start(p)
    s["orders_obeyed"] = s["compliance"] = jnp.ones(worlds, jnp.float32)
    s["reasons_at_start"] = organs.reasons(s, p)
    s["repression"] = s.organs * (1.0 - p.repression_from_mellowing * s.mellowing)
    s["effective_labour"] = jnp.ones(worlds, jnp.float32)
    s["heavy_output"] = s["goods_output"] = jnp.ones(worlds, jnp.float32)
    s["hardship"] = jnp.maximum(1.0 - s.consumption / s.aspiration, 0.0)
    s["compromise"] = jnp.clip(1.0 - p.iron_discipline * (1.0 - s.mellowing), 0.0, 1.0)
    s["gain"] = jnp.clip(s.recent_gain / p.pace, 0.0, 1.0)
    s["output_ratio"] = s.soviet_output_ratio * s.output / s.western_output
    s["orbit"] = (s.in_orbit * here.prize_share).sum(0)
    s["influence_share"] = (s.influence * here.prize_share).sum(0)
    s["pressure"] = pressure.budget(s, p, levers, here)
    s["open_level"] = levers.elected * s.chosen_level + (1.0 - levers.elected) * levers.level
    s["allies"] = open_power.allied(s.open_level, s.tension, p)
    s["counterforce_budget"] = open_power.raised(s.open_level, s.allies, p)
    s["western_weariness"] = 1.0 - jnp.exp(-p.slump_weariness * s.slack)
    s["inner_vitality"] = radiance.vitality(s, p)
    s["appeal_abroad"] = radiance.appeal(s.radiance, s.movement_abroad)
    s["rulers_security"] = 1.0 - s.open_dissent
    s["western_view"] = p.view_from_radiance * s.radiance + (1.0 - p.view_from_radiance) * s.inner_vitality
    s["change_announced"] = 1.0 / (1.0 + jnp.exp(-s.change_belief))
    s["guarantee"] = outer_empire.will(s, p)
    s["opposition_there"] = s.in_orbit * outer_empire.opposed(s, p, here)
    s["fear"] = p.cost_of_speaking + p.obedience_by_fear * s.repression * s.party_unity
    s["material_backing"] = economy.backing(s, p)
    s["progress_mellowing"] = 0.5 * jnp.minimum(s.mellowing / p.mellow_mark, 1.0)
    s["progress_expansion"] = jnp.minimum(s.orbit / p.expansion_mark, 1.0)
    s["progress_stalemate"] = 1.0 - jnp.maximum(s.progress_expansion, s.progress_mellowing)
    near, head = pressure.basin(s, p, here)
    mind = Names(pressure.mind(s, p, levers, here))
    raw, kind, _ = pressure.openings(s, p, draw, here, mind, near, head)
    weight = pressure.normalised(raw)
    s["nearness"], s["head"], s["orders"], s["orders_at_start"] = near, head, weight, weight
    s["orders_political"] = kind
    return Names(bound(s))
