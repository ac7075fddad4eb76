"""The uneven economy (I.5, I.9, I.14, III.4, III.6, III.8-9).

Heavy industry first, the people's comforts last (I.9, III.4); branches pushed out of proportion so that the
slowest holds up the rest, upkeep neglected, plant wearing out (III.8); a labour culture that fear cannot teach
(III.9); absolute limits beyond which people cannot be driven (III.6). What is run by order grows only as far as
orders are obeyed, and what nobody runs any more stands still (III.15). Form: two-sector accumulation (Feldman,
via Domar 1957) with CES production and embodied progress.

Departures from the dossier: technical progress, wear and labour growth are not the values that were fitted
there to output until 1990, but assumptions and figures from before 1947; reconstruction and population are
stocks, not functions of the date; the schooling of those at work grows with the young generation (III.7)
instead of a curve in calendar years; and the programme for the peasants wavers (I.5), which swings the supply
of goods and not heavy industry.
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, clip01, fill
from kennan.model.mechanisms import leaders

PASSAGES = ("I.5", "I.9", "I.14", "III.4", "III.5", "III.6", "III.8", "III.9", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance plan, labour, capital, output, consumption and upkeep by one step."""
    dt, mel = here.dt, s.mellowing
    urge = jnp.minimum(p.priority_ceiling, p.priority_base + p.priority_from_organs * s.organs)
    to_heavy = p.heavy_share_base + p.heavy_share_first * p.heavy_industry_first * urge
    to_heavy = jnp.minimum(to_heavy * (1.0 - p.heavy_from_mellowing * mel) * here.heavy_first, 1.0)
    pushed = p.investment_from_organs * p.heavy_industry_first * (s.organs - p.organs_at_start)
    # what grows, grows by order, and nobody's orders make more than people do (III.15)
    investment = (
        p.investment_share * (1.0 - p.investment_from_mellowing * mel) * (1.0 + pushed) * s.compliance
    )
    demands = p.drive_base + p.drive_from_organs * s.organs * (1.0 - mel)
    demands = clip01(
        (demands + p.drive_from_burden * (s.military_burden - p.drive_burden_mark)) * here.demands
    )
    drive = approach(s.drive, demands, p.drive_time, dt)

    population = s.population * jnp.exp(p.labour_growth * dt)
    driven = drive * _gate(s.exhaustion, p) / (p.drive_at_start * _gate(p.exhaustion_at_start, p))
    labour = jnp.maximum(population * (p.labour_base + p.labour_from_drive * driven), 0.05)

    pace = jnp.clip(s.investment_pace, p.pace_low, p.pace_high)
    progress = p.technical_progress * pace * (p.progress_base + p.progress_from_culture * s.labour_culture)
    progress = s.compliance * progress + leaders.of_growth(s, p)
    technique = s.technique * jnp.exp(progress * dt + p.progress_noise * jnp.sqrt(dt) * draw.technique)
    keep = jnp.exp(-dt / p.wavering_memory)
    wavering = s.agrarian_wavering * keep + jnp.sqrt(1.0 - keep * keep) * draw.harvest
    swing = p.peasant_wavering * p.wavering_size
    rho = 1.0 / p.substitution - 1.0
    heavy = technique * _ces(s.heavy_capital, labour, p.capital_share_heavy, rho)
    goods = technique * _ces(s.consumer_capital, labour, p.capital_share_consumer, rho)
    made = 1.0 - p.disorganisation * s.output_gap  # what the state ran and nobody runs now (III.15)
    heavy, goods = made * heavy, made * goods * jnp.exp(swing * wavering - 0.5 * swing * swing)
    w = p.heavy_weight
    smooth = w * heavy + (1.0 - w) * goods
    bottleneck = 1.0 / (w / jnp.maximum(heavy, 0.01) + (1.0 - w) / jnp.maximum(goods, 0.01))
    damage = s.war_damage * jnp.exp(-dt / p.reconstruction_time)
    fit = (1.0 - damage) / (1.0 - p.damage_at_start)
    sound = (1.0 - p.neglected_maintenance * s.worn_plant) / (1.0 - p.neglected_maintenance * p.worn_at_start)
    output = (
        ((1.0 - p.uneven_development) * smooth + p.uneven_development * bottleneck)
        * fit
        * jnp.maximum(sound, 0.05)
    )

    investment = investment * (1.0 - s.military_burden) / (1.0 - p.arms_closed_at_start)  # arms come first
    new_heavy = investment * to_heavy * output / p.capital_output_heavy
    new_goods = investment * (1.0 - to_heavy) * output / p.capital_output_consumer
    renewal = (new_heavy + new_goods) / (s.heavy_capital + s.consumer_capital)
    scrap = p.scrapping + p.war_capital_lost / p.war_length * (s.at_war > 0)
    stay = jnp.exp(-scrap * dt)
    consumption = (
        p.consumption_at_start
        * goods
        / population
        * (1.0 - investment - s.military_burden)
        / p.consumed_share_at_start
    )
    consumption = jnp.maximum(
        consumption * (1.0 + p.concession_weight * s.soft_phase * levers.concession), 0.01
    )
    return {
        "investment_pace": renewal / p.usual_pace,
        "drive": drive,
        "population": population,
        "effective_labour": labour,
        "technique": technique,
        "agrarian_wavering": wavering,
        "heavy_output": heavy,
        "goods_output": goods,
        "war_damage": damage,
        "output": output,
        "growth": jnp.log(output / s.output) / dt,
        "heavy_capital": s.heavy_capital * stay + new_heavy * dt,
        "consumer_capital": s.consumer_capital * stay + new_goods * dt,
        "consumption": consumption,
        "aspiration": _aspiration(s, p, levers, consumption, dt),
        **_upkeep(s, p, to_heavy, renewal, dt),
        "labour_culture": _labour_culture(s, p, here),
        "output_ratio": s.soviet_output_ratio * output / s.western_output,
    }


def _gate(exhaustion: Any, p: Any) -> Any:
    """Return how much of drive still becomes work at a level of exhaustion: none at 1, where the limit is (III.6)."""
    return 1.0 - p.limits_of_endurance * exhaustion**p.endurance_power


def _ces(capital: Any, labour: Any, share: Any, rho: Any) -> Any:
    """Return what capital and labour make together, with constant elasticity of substitution."""
    inside = share * jnp.exp(-rho * jnp.log(capital)) + (1.0 - share) * jnp.exp(-rho * jnp.log(labour))
    # near rho = 0 the form is Cobb-Douglas; the priors keep substitution below 0.9, so rho stays above 0.1
    return jnp.exp(-jnp.log(inside) / jnp.maximum(rho, 0.05))


def _aspiration(s: Any, p: Any, levers: Any, consumption: Any, dt: float) -> Any:
    """Return what people think their due, after the step: what they have, and what they see of the West."""
    seen = p.western_yardstick * (p.yardstick_closed + p.yardstick_open * s.mellowing)
    western = p.western_standard * jnp.exp(p.western_standard_power * jnp.log(s.western_output))
    envy = seen * (p.yardstick_base + levers.information) * above(western, consumption)
    due = jnp.maximum(p.aspiration_growth * consumption, p.aspiration_floor) + envy
    return approach(s.aspiration, due, p.aspiration_time, dt)


def _upkeep(s: Any, p: Any, to_heavy: Any, renewal: Any, dt: float) -> dict[str, Any]:
    """Advance upkeep, worn plant and what can back influence (III.8-9)."""
    kept = (
        p.upkeep_base
        + p.upkeep_from_culture * s.labour_culture
        + p.upkeep_from_balance * (1.0 - to_heavy)
        - p.withered_administration * s.organs
    )
    maintenance = approach(s.maintenance, clip01(kept), p.upkeep_time, dt)
    return {
        "maintenance": maintenance,
        "worn_plant": fill(s.worn_plant, p.wearing * (1.0 - maintenance), renewal, dt),
        "material_backing": backing(s, p),
    }


def backing(s: Any, p: Any) -> Any:
    """Return the material power that can back influence [world] (III.9)."""
    relative = p.backing_scale * s.soviet_output_ratio * s.output / s.western_output
    return clip01(relative * (p.backing_base + p.backing_from_upkeep * s.maintenance))


def _labour_culture(s: Any, p: Any, here: Any) -> Any:
    """Return the culture of labour after the step (III.7, III.9)."""
    taught = p.schooling_base + p.schooling_of_young * s.young_generation
    schooling = jnp.where(here.schooling >= 0, here.schooling, taught)
    target = (
        p.culture_base
        + p.culture_from_schooling * schooling
        - p.fear_hampers_craft * s.repression
        - p.scars_of_childhood * s.adult_scars * s.young_generation
        - p.culture_from_exhaustion * s.exhaustion
    )
    return approach(s.labour_culture, clip01(target), p.culture_time, here.dt)
