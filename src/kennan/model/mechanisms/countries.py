"""Countries and civil war: a country changes hands whole, or is parted.

*Not in the article*, but for the push that is needed from a revolutionary movement (I.3) and the caution that keeps
Moscow from adventures (II.4). Its strength removes it exactly: there is then no civil war, under way or to come.

A civil war is a contest over the theatres of a country, in the ratio of the forces on either side (Hirshleifer 1989),
so that who holds more gains more. Force is people held, those on the government's side as far as they are not ill
governed, and help from outside: Moscow's effort, the open power's counterforce. Weak states with a following for
Moscow's party grow one (Fearon & Laitin 2003, form alone). When most people on the land of a country are held, all of
it that land joins changes hands in that month, under those who won it, and no army of Moscow's stands there; what lies
across the water is left, and the country is parted. Foreigners may part it by a truce as well. Parts of a country
divided by occupation have no contest between them.

Departures from the dossier: help from outside is the effort and counterforce that stand there; the first hold of a
rising is the party's influence there; the risk goes with the product of vulnerability and influence, without a mean.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.chance import to_normal
from kennan.model.forms import chance_of, clip01, sigmoid
from kennan.model.geography import together
from kennan.model.mechanisms.outer_empire import OWN, opposed

PASSAGES = ("I.3", "II.4")
LEAST = 1e-3  # a share held; the fronts move in log-odds


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance civil wars, and who holds the countries in which they end."""
    war = (s.rebels > 0.0) & (p.civil_wars > 0.0)
    force = here.apart(lambda: _forces(s, p, here))
    rebels = here.apart(lambda: _fronts(s, p, draw, here, force))
    red, parted, ended = here.apart(lambda: _ends(p, draw, here, force, rebels, war))
    begun, cohesion = here.apart(lambda: _begins(s, p, draw, here, war))
    in_orbit = jnp.where(red, 1.0, s.in_orbit)
    held = jnp.where(begun, s.influence, jnp.where(war & ~ended, rebels, 0.0))
    return {
        "rebels": held,
        "cohesion": cohesion,
        "in_orbit": in_orbit,
        "influence": jnp.where(red, 1.0, s.influence),
        "own_revolution": jnp.where(red, force[0] / (force[0] + force[2]), s.own_revolution),
        "opposition_there": jnp.where(red, opposed(s, p, here), s.opposition_there),
        "effort": jnp.where(red, 0.0, s.effort),
        "orbit": (in_orbit * here.prize_share).sum(0),
        "events": {
            "takeover": red.sum(0),
            "civil_war": (begun & (here.leads > 0.5)).sum(0),
            "country_joins": (red & ~parted & (here.leads > 0.5)).sum(0),
            "partition": (parted & (here.leads > 0.5)).sum(0),
        },
    }


def _forces(s: Any, p: Any, here: Any) -> Any:
    """Return the force of rebels, of the government, and help to either [4, theatre, world], by country."""
    people = here.of_country
    each = (
        people * s.rebels,
        people * (1.0 - s.rebels) * (1.0 - s.vulnerability),
        p.help * s.effort / here.size,
        p.help * s.counterforce / here.size,
    )
    return together(jnp.stack(each), here) + 1e-3


def _fronts(s: Any, p: Any, draw: Any, here: Any, force: Any) -> Any:
    """Return the share that the rebels hold after the step [theatre, world]; no front moves over the water."""
    balance = jnp.log((force[0] + force[2]) / (force[1] + force[3])) + s.cohesion
    odds = jnp.log((s.rebels + LEAST) / (1.0 - s.rebels + LEAST))
    moved = odds + p.civil_wars * p.momentum * balance * here.dt
    moved = moved + p.fronts * jnp.sqrt(here.dt) * draw.influence
    return jnp.where(here.by_land > 0.5, jnp.clip(sigmoid(moved), LEAST, 1.0 - LEAST), s.rebels)


def _ends(p: Any, draw: Any, here: Any, force: Any, rebels: Any, war: Any) -> tuple[Any, Any, Any]:
    """Return what joins the orbit, what is parted, and where a war has ended [theatre, world]."""
    land = here.of_country * here.by_land
    on_land = together(jnp.stack([land * rebels, land + 0.0 * rebels]), here)
    share = on_land[0] / on_land[1]
    foreign = (force[2] + force[3]) / force.sum(0)
    truce = (draw.upheaval < chance_of(p.armistice * foreign, here.dt)) & (here.leads > 0.5)
    agreed = together(truce * 1.0, here) > 0.5
    won, lost = war & (share > p.war_won), war & (share < p.war_lost)
    truce = war & agreed & ~won & ~lost
    red = (won & (here.by_land > 0.5)) | (truce & (rebels > 0.5))
    part = together(red * here.of_country, here)
    return red, truce & (part > 0.0) & (part < 0.999), won | lost | truce


def _begins(s: Any, p: Any, draw: Any, here: Any, war: Any) -> tuple[Any, Any]:
    """Return where a civil war begins [theatre, world], and the cohesion of its sides, drawn once a war."""
    risk = together(here.of_country * s.vulnerability * s.influence, here)
    barred = together(war + s.in_orbit + (s.own_revolution >= OWN), here) > 0.0
    chance = chance_of(p.civil_wars * p.red_wars * risk * ~barred * here.leads, here.dt)
    begins = draw.upheaval < chance
    luck = to_normal(clip01(draw.upheaval / jnp.maximum(chance, 1e-9)) * 0.999 + 0.0005, jnp)
    drawn = together(jnp.stack([begins * 1.0, begins * luck]), here)
    begun = drawn[0] > 0.5
    return begun, jnp.where(begun, p.cohesion_spread * drawn[1], s.cohesion)


def first(s: Any, p: Any, draw: Any, here: Any) -> dict[str, Any]:
    """Return what holds at the start: who rules in the orbit, and the civil wars that are under way."""
    luck = together(to_normal(draw.upheaval, jnp) * here.leads, here)
    own = here.own + 0.0 * s.influence
    started = {"own_revolution": own, "garrison": (s.in_orbit > 0.5) * (own < OWN) * 1.0}
    return {
        **started,
        "colonies_left": here.colonies + 0.0 * s.influence,
        "rebels": here.civil_war * s.influence,
        "cohesion": here.civil_war * p.cohesion_spread * luck,
    }
