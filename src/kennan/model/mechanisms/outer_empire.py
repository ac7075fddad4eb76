"""The outer empire: risings, crushing, conceding, and regimes of their own making that leave (III.11, III.15).

In the article only as tremors abroad at a transfer of power (III.11) and as strength that turns to weakness overnight
(III.15); the rest is *not in the article*. Its strength removes it exactly.

In each place of the orbit people are privately opposed as far as they never voted for Moscow's party, and speak as
others speak, there and next door (Kuran 1991; Lohmann 1994): the threshold of :mod:`crust`, with the same numbers.
What they fear is the organs there, which are as whole as Moscow's own Party where rule was imposed, and the guarantee:
Moscow's will, as it is believed, where its army stands or can come by land (Bunce 1985). At a rising Moscow takes the
cheapest of three: to crush it, to concede, which may fail, or to let go. A regime of its own making has its own
apparatus, puts down its own risings, and may decide to leave, whole, the less so the more it is threatened (Walt 1987).

Departures from the dossier: organs in an imposed satellite follow Moscow's own line (there they stood at a constant);
the threat to a self-made regime has no number of its own, and its own organs weigh in full, as it fears no army;
lessons and bitterness moved nothing and are gone.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, chance_of, normal_cdf, sigmoid
from kennan.model.geography import together
from kennan.model.names import Names

PASSAGES = ("III.11", "III.15")
OWN = 0.5  # from here on those who rule made their own revolution more than Moscow did


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance opposition and risings in the orbit, and what leaves it."""
    dt = here.dt
    moscow = Names(here.apart(lambda: _moscow(s, p, dt)))
    private = here.apart(
        lambda: jnp.where(
            s.in_orbit > 0.5,
            approach(s.opposition_there, opposed(s, p, here), p.opposition_time, dt),
            s.opposition_there,
        )
    )
    rising = here.apart(lambda: _rising(s, p, draw, here, moscow, private))
    crushed, conceded, lost = here.apart(lambda: _decided(s, p, draw, here, moscow, private, rising))
    left, stopped = here.apart(lambda: _quits(s, p, draw, here, moscow))
    gone = lost | left
    in_orbit = jnp.where(gone, 0.0, s.in_orbit)
    own = jnp.where(conceded, jnp.minimum(s.own_revolution + p.conceded, 0.9 * OWN), s.own_revolution)
    own = jnp.where(stopped, 0.0, jnp.where(lost, OWN, own))
    by_force = (crushed & (s.own_revolution < OWN)) | stopped
    news = by_force.any(0)
    return {
        "in_orbit": in_orbit,
        "guarantee": moscow.believed,
        "opposition_there": jnp.where(conceded, private * (1.0 - p.conceded), private),
        "rising": jnp.where(crushed | conceded | gone, 0.0, rising),
        "garrison": jnp.where(by_force, 1.0, jnp.where(gone, 0.0, s.garrison)),
        "own_revolution": own,
        "influence": jnp.where(gone, following(s, p, here), s.influence),
        "movement_abroad": s.movement_abroad * (1.0 - p.crushing_shocks * p.outer_empire * news),
        "orbit": (in_orbit * here.prize_share).sum(0),
        "events": {
            "rising": ((rising > p.rising_mark) & (s.own_revolution < OWN)).sum(0),
            "crushed": by_force.sum(0),
            "conceded": conceded.sum(0),
            "let_go": lost.sum(0),
            "departure": gone.sum(0),
        },
    }


def following(s: Any, p: Any, here: Any) -> Any:
    """Return the share of people that the Party has of itself: its vote, or what it may be where none was free."""
    untold = p.following + (p.following_of_own - p.following) * s.own_revolution
    return jnp.where(here.votes >= 0.0, here.votes, untold)


def opposed(s: Any, p: Any, here: Any) -> Any:
    """Return the share privately opposed to which a place of the orbit tends [theatre, world]."""
    return p.opposed * (1.0 - following(s, p, here))


def will(s: Any, p: Any) -> Any:
    """Return Moscow's will and power to hold what it has [world]: a violent contest at the top is felt abroad."""
    tremor = 1.0 - p.tremors_abroad * s.contest * s.violent_transfer
    return (1.0 - s.mellowing) * s.orders_obeyed * jnp.maximum(tremor, 0.0)


def _moscow(s: Any, p: Any, dt: float) -> dict[str, Any]:
    ready = will(s, p)
    imposed = s.repression * s.orders_obeyed
    return {"ready": ready, "believed": approach(s.guarantee, ready, p.belief_time, dt), "organs": imposed}


def _rising(s: Any, p: Any, draw: Any, here: Any, moscow: Any, private: Any) -> Any:
    """Return the share of people in the open after the step, before anybody answers [theatre, world]."""
    imposed = 1.0 - s.own_revolution
    organs = s.own_revolution * p.organs_of_own + imposed * moscow.organs
    army = moscow.believed * jnp.maximum(s.garrison, jnp.minimum(s.nearness, 1.0))
    borrowed = imposed * p.fear_from_guarantee  # what rests on Moscow there rests on nobody else
    fear = p.cost_of_speaking + p.obedience_by_fear * ((1.0 - borrowed) * organs + borrowed * army)
    # a price, a norm, a funeral: comes at a rate, with a size of its own
    rate = chance_of(p.occasions, here.dt)
    occasion = -p.occasion_size * jnp.log(jnp.minimum(draw.upheaval / rate, 1.0))
    seen = here.neighbours @ s.rising + here.border * s.open_dissent
    courage = p.weight_of_opposition * private + p.crust_cascade * (s.rising + p.watching * seen) + occasion
    daring = private * normal_cdf((courage - fear) / p.threshold_spread)
    moved = approach(s.rising, daring, 1.0 / p.opening_speed, here.dt)
    return jnp.where((s.in_orbit > 0.5) & (p.outer_empire > 0.0), moved, 0.0)


def _decided(
    s: Any, p: Any, draw: Any, here: Any, moscow: Any, private: Any, rising: Any
) -> tuple[Any, Any, Any]:
    """Return where a rising is put down, conceded to, and lost [theatre, world], by a choice among prices."""
    up = rising > p.rising_mark
    own = s.own_revolution >= OWN
    worth = moscow.ready * here.worth
    fails = jnp.minimum(rising / jnp.maximum(private, 1e-3), 1.0)
    force = jnp.minimum(s.counterforce / p.offensive_scale, 1.0)
    crush = jnp.exp(
        -(p.crush_price * here.size * (1.0 + rising + p.resistance * s.own_revolution) + force) / p.choice
    )
    concede = jnp.exp(-worth * (p.concession_price + fails) / p.choice)
    release = jnp.exp(-worth * (1.0 + p.dominoes) / p.choice)
    # a place in the choice, from 0 to the sum of all three
    part = draw.change_of_hands * (crush + concede + release)
    crushed = up & (own | (part < crush))
    gives_way = up & ~crushed & (part < crush + concede)
    fell = gives_way & ((part - crush) < fails * concede)
    conceded = gives_way & ~fell
    return crushed, conceded, up & ~crushed & ~conceded


def _quits(s: Any, p: Any, draw: Any, here: Any, moscow: Any) -> tuple[Any, Any]:
    """Return where regimes of their own making leave, and where Moscow's army stops them [theatre, world]."""
    threat = here.access * (1.0 - jnp.minimum(s.nearness, 1.0))
    able = (s.in_orbit > 0.5) & (s.own_revolution >= OWN)
    rate = (
        p.outer_empire * p.quits * s.own_revolution * (1.0 - s.garrison) * (1.0 - threat) * able * here.leads
    )
    chance = chance_of(rate, here.dt)
    wishes = draw.change_of_hands < chance
    worth = moscow.ready * here.worth
    price = p.crush_price * here.size * (1.0 + p.resistance * s.own_revolution)
    stop = jnp.minimum(s.nearness, 1.0) * sigmoid((worth * (1.0 + p.dominoes) - price) / p.choice)
    stops = wishes & (draw.change_of_hands < stop * chance)
    leads = together(jnp.stack([wishes & ~stops, stops]).astype(jnp.float32), here) > 0.5
    inside = s.in_orbit > 0.5
    return leads[0] & inside, leads[1] & inside
