"""The black market: one pure function. This file may import jax, numpy and kennan.model.forms."""

import jax.numpy as jnp

from kennan.model.forms import fill, jacobi


def advance(s, p, draw, levers, here):
    """Return new values, by name: of every quantity in quantities.toml, and of those that extension.toml changes.

    s       every quantity of the model and your own [world]; of theatres [theatre, world]
    p       every number of the model, and your own [world]
    draw    the luck of this month that draws.toml declares: standard normal, or uniform from 0 to 1
    levers  what the open power does [world]
    here    the place: here.dt is the step in years, here.prize of each theatre [theatre, 1]

    Values are arrays of many worlds at once: compute with jax.numpy, and choose with jnp.where instead of if.
    Bounds are applied afterwards, from the register.
    """
    want = jnp.clip(1.0 - s.consumption / jnp.maximum(s.aspiration, 0.1), 0.0, 1.0)
    market = fill(s.black_market, p.market_growth * want, p.market_raids * s.repression, here.dt)
    market = jnp.clip(market + jacobi(s.black_market, p.market_noise, draw.market_luck, here.dt), 0.0, 1.0)
    #| raid = draw.market_luck < -p.raid_luck
    return {
        "black_market": market,
        "consumption": s.consumption + p.black_market_relief * market,  # at 0, nothing of it is left
        #| "market_share": jnp.minimum(market / p.feeding_share, 1.0),
        #| "events": {"market_raid": raid},
    }
