r"""Leadership and the transfer of power (I.7, III.10-12, III.15).

A leader ages and dies, or is removed by insiders. A transfer may start with a front-runner or turn from
quiet deceit to violence (III.12). Power does not bear to be shared (I.7): shares follow replicator dynamics
with increasing returns, which from an even start takes about twelve years (III.11). Rivals may reach down to
members who know nothing but discipline (III.15).

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{leader_age}_{1} = \text{leader_age} + \Delta t
    \text{hazard} = \text{death_at_68} \cdot \exp \left(\min \left(\text{ageing} \cdot
        \left(\text{leader_age}_{1} - \text{reference_age}\right),\; 20\right)\right)
    \text{dies} = u_{\text{death}} < \operatorname{chance} \left(\text{hazard}\right)
    \text{loose} = \begin{array}{l} 1 - \text{authority} \\ + \text{ouster_from_frustration} \cdot
        \left[\text{frustration} - \text{ouster_frustration_mark}\right]^{+} \\ + \text{ouster_from_mellowing}
        \cdot \text{mellowing} \end{array}
    \text{ousted} = \left(u_{\text{ouster}} < \operatorname{chance} \left(\text{ouster_hazard} \cdot
        \text{loose}\right)\right) \wedge \left(\text{ruling} > 0.5\right)
    \text{leaves} = \text{dies} \vee \text{ousted}
    \text{quiet_chance}^{*} = \begin{array}{l} \text{quiet_chance} + \text{quiet_from_rules} \cdot
        \text{succession_rules} \\ + \text{quiet_from_ouster} \cdot \text{ousted} \\ -
        \text{quiet_from_divergence} \cdot \left(\text{divergence} - \text{divergence_mark}\right) \end{array}
    \text{quiet} = \text{leaves} \wedge \left(u_{\text{quiet_transfer}} < \text{quiet_chance}^{*}\right)
    \text{violent} = \text{leaves} \wedge \neg \text{quiet}
    \text{violent_transfer}' = \begin{cases} \text{violent} & \text{if } \text{leaves} \\
        \text{violent_transfer} & \text{otherwise} \end{cases}
    \text{successor_age} = \left[\text{clique_age} + \text{successor_age_spread} \cdot
        \left(z_{\text{rival_shares}}\right)_{1}\right]_{\text{successor_age_low}}^{\text{successor_age_high}}
    \text{leader_age}' = \begin{cases} \text{successor_age} & \text{if } \text{leaves} \\ \text{leader_age}_{1}
        & \text{otherwise} \end{cases}
    \text{ruling}_{1} = \left(\text{ruling} > 0.5\right) \wedge \neg \text{leaves}
    \text{third} = \frac{1}{3}
    \text{front} = \left(\text{front_share},\; \text{second_share},\; 1 - \text{front_share} -
        \text{second_share}\right)
    \text{start} = \begin{cases} \text{front} & \text{if } \text{quiet} \\ \text{third} & \text{otherwise}
        \end{cases} + \text{share_spread} \cdot z_{\text{rival_shares}}
    \text{rival_shares}_{1} = \begin{cases} \operatorname{normalised} \left(\max \left(\text{start},\;
        \text{share_spread}\right)\right) & \text{if } \text{leaves} \\ \text{rival_shares} & \text{otherwise}
        \end{cases}
    \text{drift} = \begin{array}{l} \text{consolidation} \cdot \text{jealous_power} \cdot
        \text{rival_shares}_{1} \\ \cdot \left(\text{rival_shares}_{1} - \left(\sum \text{rival_shares}_{1}
        \cdot \text{rival_shares}_{1}\right)\right) \cdot \Delta t \end{array}
    \text{noise} = \text{contest_noise} \cdot \sqrt{\left[\text{rival_shares}_{1} \cdot \left(1 -
        \text{rival_shares}_{1}\right)\right]^{+} \cdot \Delta t} \cdot z_{\text{rival_shares}}
    \text{moved} = \begin{cases} \text{rival_shares}_{1} & \text{if } \text{ruling}_{1} \\
        \text{rival_shares}_{1} + \text{drift} + \text{noise} & \text{otherwise} \end{cases}
    \text{rival_shares}' = \operatorname{normalised} \left(\max \left(\text{moved},\;
        \text{least_share}\right)\right)
    \text{strongest} = \max \text{rival_shares}'
    \text{weakest} = \min \text{rival_shares}'
    \text{second} = 1 - \text{strongest} - \text{weakest}
    \text{decided} = \neg \text{ruling}_{1} \wedge \left(\text{strongest} > \text{decided_share}\right)
    \text{ruling}^{*} = \text{ruling}_{1} \vee \text{decided}
    \text{in_contest} = 1 - \text{ruling}^{*}
    \text{succession_rules}_{1} = \begin{array}{l} \text{succession_rules} \\ + \text{decided} \cdot
        \begin{cases} -\text{rules_from_violent} \cdot \text{succession_rules} & \text{if }
        \text{violent_transfer}' > 0.5 \\ \text{rules_from_quiet} \cdot \left(1 - \text{succession_rules}\right)
        & \text{otherwise} \end{cases} \end{array}
    \text{succession_rules}' = \operatorname{fill} \left(\text{succession_rules}_{1};\;
        \text{rules_from_mellowing} \cdot \text{mellowing},\;  0\right)
    \text{ruler}:\quad \frac{\mathrm{d}\, \text{authority}}{\mathrm{d}t} = \text{authority_gain} \cdot
        \left(\text{authority_ceiling} - \text{authority}\right)
    \text{authority}' = \begin{cases} \text{ruler} & \text{if } \text{ruling}^{*} \\
        \left[\text{authority_slope} \cdot \left(\text{strongest} - \text{third}\right)\right]_{0}^{1} &
        \text{otherwise} \end{cases}
    \text{contest}' = \begin{array}{l} \text{in_contest} \cdot \left(1 - \text{authority}'\right) \\ \cdot
        \left(\text{contest_base} + \text{contest_violent} \cdot \text{violent_transfer}'\right) \end{array}
    \text{close} = \left[1 - \frac{\text{strongest} - \text{second}}{\text{closeness_scale}}\right]_{0}^{1}
    \text{call} = \begin{array}{l} \text{reaching_down} \cdot \text{contest}' \cdot \text{close} \cdot
        \text{divergence} \cdot \left(1 - \text{succession_rules}\right) \\ \cdot \left(\text{reach_floor} +
        \text{reach_from_opposition} \cdot \text{private_opposition}\right) \\ \cdot \left(\text{strain_floor} +
        \text{strain_on_succession} \cdot \text{frustration}\right) \end{array}
    \text{reached} = \begin{array}{l} \left(u_{\text{reach_down}} < \operatorname{chance}
        \left(\text{call}\right)\right) \wedge \left(\text{in_contest} > 0.5\right) \\ \wedge
        \left(\text{mobilised_members} < \text{mobilised_mark}\right) \end{array}
    \text{mobilised_members}_{1} = \begin{array}{l} \text{mobilised_members} \\ + \text{reached} \cdot
        \left(\text{reach_least} + \text{reach_range} \cdot u_{\text{reach_size}}\right) \end{array}
    \text{spread} = \text{mobilisation_growth} \cdot \text{mobilised_members}_{1} \cdot \text{in_contest} \cdot
        \text{close}
    \text{mobilised_members}' = \operatorname{fill} \left(\begin{array}{l} \text{mobilised_members}_{1};\;
        \text{spread},\; \\  \text{mobilisation_fading} + \text{mobilisation_quelled} \cdot \text{ruling}^{*}
        \end{array}\right)
    \text{ruling}' = \text{ruling}^{*}

_normalised::

    \operatorname{normalised} \left(\text{shares}\right) = \frac{\text{shares}}{\sum \text{shares}}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import above, approach, chance_of, clip01, fill

PASSAGES = ("I.7", "III.10", "III.11", "III.12", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance leader, rivals and contest by one step."""
    dt = here.dt
    age = s.leader_age + dt
    hazard = p.death_at_68 * jnp.exp(jnp.minimum(p.ageing * (age - p.reference_age), 20.0))
    dies = draw.death < chance_of(hazard, dt)
    loose = (
        (1.0 - s.authority)
        + p.ouster_from_frustration * above(s.frustration, p.ouster_frustration_mark)
        + p.ouster_from_mellowing * s.mellowing
    )
    ousted = (draw.ouster < chance_of(p.ouster_hazard * loose, dt)) & (s.ruling > 0.5)
    leaves = dies | ousted
    quiet_chance = (
        p.quiet_chance
        + p.quiet_from_rules * s.succession_rules
        + p.quiet_from_ouster * ousted
        - p.quiet_from_divergence * (s.divergence - p.divergence_mark)
    )
    quiet = leaves & (draw.quiet_transfer < quiet_chance)
    violent = leaves & ~quiet
    violent_transfer = jnp.where(leaves, violent * jnp.float32(1.0), s.violent_transfer)
    z = draw.rival_shares
    successor_age = jnp.clip(
        s.clique_age + p.successor_age_spread * z[0], p.successor_age_low, p.successor_age_high
    )
    age = jnp.where(leaves, successor_age, age)
    ruling = (s.ruling > 0.5) & ~leaves

    third = jnp.float32(1.0 / 3.0)
    front = jnp.stack([p.front_share, p.second_share, 1.0 - p.front_share - p.second_share])
    start = jnp.where(quiet, front, third) + p.share_spread * z
    shares = jnp.where(leaves, _normalised(jnp.maximum(start, p.share_spread)), s.rival_shares)
    drift = p.consolidation * p.jealous_power * shares * (shares - (shares * shares).sum(0)) * dt
    noise = p.contest_noise * jnp.sqrt(jnp.maximum(shares * (1.0 - shares), 0.0) * dt) * z
    moved = jnp.where(ruling, shares, shares + drift + noise)
    shares = _normalised(jnp.maximum(moved, p.least_share))
    strongest, weakest = shares.max(0), shares.min(0)
    second = 1.0 - strongest - weakest

    decided = ~ruling & (strongest > p.decided_share)
    ruling = ruling | decided
    in_contest = 1.0 - ruling
    rules = s.succession_rules + decided * jnp.where(
        violent_transfer > 0.5,
        -p.rules_from_violent * s.succession_rules,
        p.rules_from_quiet * (1.0 - s.succession_rules),
    )
    rules = fill(rules, p.rules_from_mellowing * s.mellowing, 0.0, dt)
    ruler = approach(s.authority, p.authority_ceiling, 1.0 / p.authority_gain, dt)
    authority = jnp.where(ruling, ruler, clip01(p.authority_slope * (strongest - third)))
    contest = in_contest * (1.0 - authority) * (p.contest_base + p.contest_violent * violent_transfer)
    close = clip01(1.0 - (strongest - second) / p.closeness_scale)

    call = (
        p.reaching_down
        * contest
        * close
        * s.divergence
        * (1.0 - s.succession_rules)
        * (p.reach_floor + p.reach_from_opposition * s.private_opposition)
        * (p.strain_floor + p.strain_on_succession * s.frustration)
    )
    reached = (
        (draw.reach_down < chance_of(call, dt))
        & (in_contest > 0.5)
        & (s.mobilised_members < p.mobilised_mark)
    )
    mobilised = s.mobilised_members + reached * (p.reach_least + p.reach_range * draw.reach_size)
    spread = p.mobilisation_growth * mobilised * in_contest * close
    mobilised = fill(mobilised, spread, p.mobilisation_fading + p.mobilisation_quelled * ruling, dt)
    return {
        "leader_age": age,
        "authority": authority,
        "ruling": ruling * jnp.float32(1.0),
        "violent_transfer": violent_transfer,
        "contest": contest,
        "rival_shares": shares,
        "succession_rules": rules,
        "mobilised_members": mobilised,
        "events": {"succession": leaves, "violent_transfer": violent, "reach_down": reached},
    }


def _normalised(shares: Any) -> Any:
    """Return shares that add up to one over the rivals."""
    return shares / shares.sum(0)
