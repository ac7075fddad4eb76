r"""The uneven economy (I.5, I.9, I.14, III.4, III.6, III.8-9).

Heavy industry first, the people's comforts last (I.9, III.4); branches pushed out of proportion so that the
slowest holds up the rest, upkeep neglected, plant wearing out (III.8); forced labour as an expedient that
uses people up (III.6); a labour culture that fear cannot teach (III.9); absolute limits beyond which people
cannot be driven (III.6). Form: two-sector accumulation (Feldman, via Domar 1957) with CES production and
embodied progress.

Departures from the dossier: technical progress, wear and labour growth are not the values that were fitted
there to output until 1990, but assumptions and figures from before 1947; reconstruction and population are
stocks, not functions of the date; the schooling of those at work grows with the young generation (III.7)
instead of a curve in calendar years; and the programme for the peasants wavers (I.5), which swings the supply
of goods and not heavy industry.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{urge} = \min \left(\text{priority_ceiling},\; \text{priority_base} + \text{priority_from_insecurity}
        \cdot \text{insecurity}\right)
    \text{to_heavy}_{1} = \begin{array}{l} \text{heavy_share_base} \\ + \text{heavy_share_first} \cdot
        \text{heavy_industry_first} \cdot \text{urge} \end{array}
    \text{to_heavy} = \min \left(\text{to_heavy}_{1} \cdot \left(1 - \text{heavy_from_mellowing} \cdot
        \text{mellowing}\right) \cdot \text{heavy_first}^{\circ},\; 1\right)
    \text{pushed} = \begin{array}{l} \text{investment_from_insecurity} \cdot \text{heavy_industry_first} \\
        \cdot \left(\text{insecurity} - \text{insecurity_mark}\right) \end{array}
    \text{investment} = \text{investment_share} \cdot \left(1 - \text{investment_from_mellowing} \cdot
        \text{mellowing}\right) \cdot \left(1 + \text{pushed}\right)
    \text{arming} = \begin{array}{l} \left(\begin{array}{l} \text{burden_base} \\ + \text{burden_from_pressure}
        \cdot \min \left(\text{pressure},\; \text{burden_pressure_ceiling}\right) \\ +
        \text{burden_from_hostility} \cdot \text{western_hostility} \\ + \begin{array}{l}
        \text{burden_from_counterforce} \\ \cdot \left[\text{counterforce_budget} -
        \text{burden_counterforce_mark}\right]_{0}^{2} \end{array} \end{array}\right) \\ \cdot \left(1 -
        \text{burden_from_mellowing} \cdot \text{mellowing}\right) \end{array}
    \frac{\mathrm{d}\, \text{military_burden}}{\mathrm{d}t} =
        \frac{\left[\text{arming}\right]_{\text{burden_low}}^{\text{burden_high}} -
        \text{military_burden}}{\text{burden_time}}
    \text{demands}_{1} = \text{drive_base} + \text{drive_from_insecurity} \cdot \text{insecurity} \cdot \left(1
        - \text{mellowing}\right)
    \text{demands} = \left[\left(\begin{array}{l} \text{demands}_{1} \\ + \text{drive_from_burden} \cdot
        \left(\text{military_burden}' - \text{drive_burden_mark}\right) \end{array}\right) \cdot
        \text{demands}^{\circ}\right]_{0}^{1}
    \frac{\mathrm{d}\, \text{drive}}{\mathrm{d}t} = \frac{\text{demands} - \text{drive}}{\text{drive_time}}
    \text{population}' = \text{population} \cdot e^{\text{labour_growth} \cdot \Delta t}
    \text{driven} = \frac{\text{drive}' \cdot \operatorname{gate}
        \left(\text{exhaustion}\right)}{\text{drive_of_1947} \cdot \operatorname{gate}
        \left(\text{exhaustion_of_1947}\right)}
    \text{effective_labour}_{1} = \left(\text{population}' - \text{labour_lost}'\right) \cdot
        \left(\text{labour_base} + \text{labour_from_drive} \cdot \text{driven}\right)
    \text{effective_labour}_{2} = \begin{array}{l} \text{effective_labour}_{1} \\ \cdot \left(1 -
        \text{labour_from_exhaustion} \cdot \left(\text{exhaustion} - \text{exhaustion_of_1947}\right)\right)
        \end{array}
    \text{camps} = \text{forced_labour_system} \cdot \text{forced_labour}' - \text{forced_labour_of_1947}
    \text{effective_labour}' = \max \left(\text{effective_labour}_{2} + \text{forced_labour_weight} \cdot
        \text{camps},\; 0.05\right)
    \text{pace} = \left[\text{investment_pace}\right]_{\text{pace_low}}^{\text{pace_high}}
    \text{progress} = \begin{array}{l} \text{technical_progress} \cdot \text{pace} \\ \cdot
        \left(\text{progress_base} + \text{progress_from_culture} \cdot \text{labour_culture}\right) \end{array}
    \text{technique}' = \text{technique} \cdot \exp \left(\text{progress} \cdot \Delta t + \text{progress_noise}
        \cdot \sqrt{\Delta t} \cdot z_{\text{technique}}\right)
    \text{keep} = e^{-\frac{\Delta t}{\text{wavering_memory}}}
    \text{agrarian_wavering}' = \text{agrarian_wavering} \cdot \text{keep} + \sqrt{1 - \text{keep} \cdot
        \text{keep}} \cdot z_{\text{harvest}}
    \text{swing} = \text{peasant_wavering} \cdot \text{wavering_size}
    \text{rho} = \frac{1}{\text{substitution}} - 1
    \text{heavy_output}' = \begin{array}{l} \text{technique}' \\ \cdot \operatorname{ces}
        \left(\text{heavy_capital},\; \text{effective_labour}',\; \text{capital_share_heavy},\;
        \text{rho}\right) \end{array}
    \text{goods_output}_{1} = \begin{array}{l} \text{technique}' \\ \cdot \operatorname{ces}
        \left(\text{consumer_capital},\; \text{effective_labour}',\; \text{capital_share_consumer},\;
        \text{rho}\right) \end{array}
    \text{goods_output}' = \text{goods_output}_{1} \cdot \exp \left(\text{swing} \cdot \text{agrarian_wavering}'
        - 0.5 \cdot \text{swing} \cdot \text{swing}\right)
    \text{smooth} = \text{heavy_weight} \cdot \text{heavy_output}' + \left(1 - \text{heavy_weight}\right) \cdot
        \text{goods_output}'
    \text{bottleneck} = \frac{1}{\begin{array}{l} \frac{\text{heavy_weight}}{\max \left(\text{heavy_output}',\;
        0.01\right)} \\ + \frac{1 - \text{heavy_weight}}{\max \left(\text{goods_output}',\; 0.01\right)}
        \end{array}}
    \text{war_damage}' = \text{war_damage} \cdot e^{-\frac{\Delta t}{\text{reconstruction_time}}}
    \text{fit} = \frac{1 - \text{war_damage}'}{1 - \text{damage_of_1947}}
    \text{sound} = \frac{1 - \text{neglected_maintenance} \cdot \text{worn_plant}}{1 -
        \text{neglected_maintenance} \cdot \text{worn_of_1947}}
    \text{output}' = \left(\begin{array}{l} \left(1 - \text{uneven_development}\right) \cdot \text{smooth} \\ +
        \text{uneven_development} \cdot \text{bottleneck} \end{array}\right) \cdot \text{fit} \cdot \max
        \left(\text{sound},\; 0.05\right)
    \text{new_heavy} = \frac{\text{investment} \cdot \text{to_heavy} \cdot
        \text{output}'}{\text{capital_output_heavy}}
    \text{new_goods} = \frac{\text{investment} \cdot \left(1 - \text{to_heavy}\right) \cdot
        \text{output}'}{\text{capital_output_consumer}}
    \text{renewal}^{*} = \frac{\text{new_heavy} + \text{new_goods}}{\text{heavy_capital} +
        \text{consumer_capital}}
    \text{scrap} = \text{scrapping} + \frac{\text{war_capital_lost}}{\text{war_length}} \cdot
        \left(\text{at_war} > 0\right)
    \text{stay} = e^{-\text{scrap} \cdot \Delta t}
    \text{consumption}_{1} = \frac{\begin{array}{l} \frac{\text{consumption_of_1947} \cdot
        \text{goods_output}'}{\text{population}'} \\ \cdot \left(1 - \text{investment} -
        \text{military_burden}'\right) \end{array}}{\text{consumed_share_of_1947}}
    \text{consumption}' = \max \left(\text{consumption}_{1} \cdot \left(1 + \text{concession_weight} \cdot
        \text{soft_phase} \cdot \text{lever.concession}\right),\; 0.01\right)
    \text{investment_pace}' = \frac{\text{renewal}^{*}}{\text{pace_of_1947}}
    \text{growth}' = \frac{\ln \left(\frac{\text{output}'}{\text{output}}\right)}{\Delta t}
    \text{heavy_capital}' = \text{heavy_capital} \cdot \text{stay} + \text{new_heavy} \cdot \Delta t
    \text{consumer_capital}' = \text{consumer_capital} \cdot \text{stay} + \text{new_goods} \cdot \Delta t
    \text{output_ratio}' = \frac{\text{soviet_output_ratio} \cdot \text{output}'}{\text{western_output}}

forced_labour::

    \text{taken} = \text{forced_labour_system} \cdot \text{arrests} \cdot \text{organs} \cdot \left(1 -
        \text{mellowing}\right)
    \text{leaving} = \text{attrition} + \text{release_by_mellowing} \cdot \text{mellowing}
    \text{rest} = \frac{\text{taken}}{\text{leaving}}
    \text{lost} = \text{lost_for_good} \cdot \text{attrition} \cdot \text{forced_labour}
    \text{forced_labour}' = \text{rest} + \left(\text{forced_labour} - \text{rest}\right) \cdot
        e^{-\text{leaving} \cdot \Delta t}
    \frac{\mathrm{d}\, \text{labour_lost}}{\mathrm{d}t} = \frac{\text{lost} \cdot \text{labour_replaced} -
        \text{labour_lost}}{\text{labour_replaced}}

_gate::

    \text{open_gate} = \sigma \left(\frac{\text{endurance_limit} -
        \text{exhaustion}^{*}}{\text{endurance_width}}\right)
    \operatorname{gate} \left(\text{exhaustion}^{*}\right) = 1 - \text{limits_of_endurance} +
        \text{limits_of_endurance} \cdot \text{open_gate}

_ces::

    \text{inside} = \text{share} \cdot \text{capital}^{-\text{rho}} + \left(1 - \text{share}\right) \cdot
        \text{labour}^{-\text{rho}}
    \operatorname{ces} \left(\text{capital},\; \text{labour},\; \text{share},\; \text{rho}\right) =
        e^{-\frac{\ln \text{inside}}{\max \left(\text{rho},\; 0.05\right)}}

_aspiration::

    \text{seen} = \text{western_yardstick} \cdot \left(\text{yardstick_closed} + \text{yardstick_open} \cdot
        \text{mellowing}\right)
    \text{western} = \text{western_standard} \cdot \text{western_output}^{\text{western_standard_power}}
    \text{envy} = \text{seen} \cdot \left(\text{yardstick_base} + \text{lever.information}\right) \cdot
        \left[\text{western} - \text{consumption}'\right]^{+}
    \text{due} = \max \left(\text{aspiration_growth} \cdot \text{consumption}',\; \text{aspiration_floor}\right)
        + \text{envy}
    \frac{\mathrm{d}\, \text{aspiration}}{\mathrm{d}t} = \frac{\text{due} -
        \text{aspiration}}{\text{aspiration_time}}

_upkeep::

    \text{kept} = \begin{array}{l} \text{upkeep_base} + \text{upkeep_from_culture} \cdot \text{labour_culture}
        \\ + \text{upkeep_from_balance} \cdot \left(1 - \text{to_heavy}\right) \\ -
        \text{withered_administration} \cdot \text{organs} \end{array}
    \frac{\mathrm{d}\, \text{maintenance}}{\mathrm{d}t} = \frac{\left[\text{kept}\right]_{0}^{1} -
        \text{maintenance}}{\text{upkeep_time}}
    \frac{\mathrm{d}\, \text{worn_plant}}{\mathrm{d}t} = \text{wearing} \cdot \left(1 -
        \text{maintenance}'\right) \cdot \left(1 - \text{worn_plant}\right) - \text{renewal}^{*} \cdot
        \text{worn_plant}

backing::

    \text{relative} = \frac{\text{backing_scale} \cdot \text{soviet_output_ratio} \cdot
        \text{output}}{\text{western_output}}
    \text{material_backing}' = \left[\text{relative} \cdot \left(\text{backing_base} +
        \text{backing_from_upkeep} \cdot \text{maintenance}\right)\right]_{0}^{1}

_labour_culture::

    \text{taught} = \text{schooling_base} + \text{schooling_of_young} \cdot \text{young_generation}
    \text{schooling} = \begin{cases} \text{schooling}^{\circ} & \text{if } \text{schooling}^{\circ} \ge 0 \\
        \text{taught} & \text{otherwise} \end{cases}
    \text{target} = \begin{array}{l} \text{culture_base} + \text{culture_from_schooling} \cdot \text{schooling}
        \\ - \text{fear_hampers_craft} \cdot \text{repression} \\ - \text{scars_of_childhood} \cdot
        \text{adult_scars} \cdot \text{young_generation} \\ - \text{culture_from_exhaustion} \cdot
        \text{exhaustion} \end{array}
    \frac{\mathrm{d}\, \text{labour_culture}}{\mathrm{d}t} = \frac{\left[\text{target}\right]_{0}^{1} -
        \text{labour_culture}}{\text{culture_time}}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, clip01, fill, sigmoid

PASSAGES = ("I.5", "I.9", "I.14", "III.4", "III.5", "III.6", "III.8", "III.9")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance plan, labour, capital, output, consumption and upkeep by one step."""
    dt, mel = here.dt, s.mellowing
    urge = jnp.minimum(p.priority_ceiling, p.priority_base + p.priority_from_insecurity * s.insecurity)
    to_heavy = p.heavy_share_base + p.heavy_share_first * p.heavy_industry_first * urge
    to_heavy = jnp.minimum(to_heavy * (1.0 - p.heavy_from_mellowing * mel) * here.heavy_first, 1.0)
    pushed = p.investment_from_insecurity * p.heavy_industry_first * (s.insecurity - p.insecurity_mark)
    investment = p.investment_share * (1.0 - p.investment_from_mellowing * mel) * (1.0 + pushed)
    arming = (
        p.burden_base
        + p.burden_from_pressure * jnp.minimum(s.pressure, p.burden_pressure_ceiling)
        + p.burden_from_hostility * s.western_hostility
        + p.burden_from_counterforce * jnp.clip(s.counterforce_budget - p.burden_counterforce_mark, 0.0, 2.0)
    ) * (1.0 - p.burden_from_mellowing * mel)
    burden = approach(s.military_burden, jnp.clip(arming, p.burden_low, p.burden_high), p.burden_time, dt)
    demands = p.drive_base + p.drive_from_insecurity * s.insecurity * (1.0 - mel)
    demands = clip01((demands + p.drive_from_burden * (burden - p.drive_burden_mark)) * here.demands)
    drive = approach(s.drive, demands, p.drive_time, dt)

    population = s.population * jnp.exp(p.labour_growth * dt)
    forced = forced_labour(s, p, dt)
    driven = drive * _gate(s.exhaustion, p) / (p.drive_of_1947 * _gate(p.exhaustion_of_1947, p))
    labour = (population - forced["labour_lost"]) * (p.labour_base + p.labour_from_drive * driven)
    labour = labour * (1.0 - p.labour_from_exhaustion * (s.exhaustion - p.exhaustion_of_1947))
    camps = p.forced_labour_system * forced["forced_labour"] - p.forced_labour_of_1947
    labour = jnp.maximum(labour + p.forced_labour_weight * camps, 0.05)

    pace = jnp.clip(s.investment_pace, p.pace_low, p.pace_high)
    progress = p.technical_progress * pace * (p.progress_base + p.progress_from_culture * s.labour_culture)
    technique = s.technique * jnp.exp(progress * dt + p.progress_noise * jnp.sqrt(dt) * draw.technique)
    keep = jnp.exp(-dt / p.wavering_memory)
    wavering = s.agrarian_wavering * keep + jnp.sqrt(1.0 - keep * keep) * draw.harvest
    swing = p.peasant_wavering * p.wavering_size
    rho = 1.0 / p.substitution - 1.0
    heavy = technique * _ces(s.heavy_capital, labour, p.capital_share_heavy, rho)
    goods = technique * _ces(s.consumer_capital, labour, p.capital_share_consumer, rho)
    goods = goods * jnp.exp(swing * wavering - 0.5 * swing * swing)
    w = p.heavy_weight
    smooth = w * heavy + (1.0 - w) * goods
    bottleneck = 1.0 / (w / jnp.maximum(heavy, 0.01) + (1.0 - w) / jnp.maximum(goods, 0.01))
    damage = s.war_damage * jnp.exp(-dt / p.reconstruction_time)
    fit = (1.0 - damage) / (1.0 - p.damage_of_1947)
    sound = (1.0 - p.neglected_maintenance * s.worn_plant) / (1.0 - p.neglected_maintenance * p.worn_of_1947)
    output = (
        ((1.0 - p.uneven_development) * smooth + p.uneven_development * bottleneck)
        * fit
        * jnp.maximum(sound, 0.05)
    )

    new_heavy = investment * to_heavy * output / p.capital_output_heavy
    new_goods = investment * (1.0 - to_heavy) * output / p.capital_output_consumer
    renewal = (new_heavy + new_goods) / (s.heavy_capital + s.consumer_capital)
    scrap = p.scrapping + p.war_capital_lost / p.war_length * (s.at_war > 0)
    stay = jnp.exp(-scrap * dt)
    consumption = (
        p.consumption_of_1947 * goods / population * (1.0 - investment - burden) / p.consumed_share_of_1947
    )
    consumption = jnp.maximum(
        consumption * (1.0 + p.concession_weight * s.soft_phase * levers.concession), 0.01
    )
    return {
        **forced,
        "investment_pace": renewal / p.pace_of_1947,
        "military_burden": burden,
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


def forced_labour(s: Any, p: Any, dt: float) -> dict[str, Any]:
    """Advance forced labour and the labour lost for good (III.4, III.6)."""
    taken = p.forced_labour_system * p.arrests * s.organs * (1.0 - s.mellowing)
    leaving = p.attrition + p.release_by_mellowing * s.mellowing
    rest = taken / leaving
    lost = p.lost_for_good * p.attrition * s.forced_labour
    return {
        "forced_labour": rest + (s.forced_labour - rest) * jnp.exp(-leaving * dt),
        "labour_lost": approach(s.labour_lost, lost * p.labour_replaced, p.labour_replaced, dt),
    }


def _gate(exhaustion: Any, p: Any) -> Any:
    """Return how far drive still works at a level of exhaustion (III.6)."""
    open_gate = sigmoid((p.endurance_limit - exhaustion) / p.endurance_width)
    return (1.0 - p.limits_of_endurance) + p.limits_of_endurance * open_gate


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
