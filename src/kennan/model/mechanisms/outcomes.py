r"""Outcomes: what becomes of Soviet power, recognised by rule (IV.5).

Rules read the state and never stop a world: a power that has spread can still break, a mellowed one can fall
or harden again, a broken one be restored. Each outcome has a progress from 0 to 1 and stands where that is 1;
the definitions are in ``outcomes.toml``, in words, beside these lines.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{step} = \Delta t \cdot 12
    \operatorname{clock} \left(\text{months},\; \text{holds}\right) = \begin{cases} \text{months} + \text{step}
        & \text{if } \text{holds} \\ 0 & \text{otherwise} \end{cases}
    \text{months_broken}' = \operatorname{clock} \left(\text{months_broken},\; \text{party_unity} <
        \text{broken_mark}\right)
    \text{tolerance} = \text{tolerance_base} + \text{tolerance_from_compromise} \cdot \text{compromise}
    \text{months_defied}' = \operatorname{clock} \left(\text{months_defied},\; \text{open_dissent} >
        \text{tolerance}\right)
    \text{months_restored}' = \operatorname{clock} \left(\text{months_restored},\; \left(\text{party_unity} >
        \text{restored_unity}\right) \wedge \left(\text{open_dissent} < \text{tolerance}\right)\right)
    \text{by_dissent} = \min \left(\frac{\text{months_broken}'}{\text{broken_months}},\;
        \frac{\text{open_dissent}}{\text{broken_dissent}}\right)
    \text{breaking} = \max \left(\max \left(\text{by_dissent},\;
        \frac{\text{months_broken}'}{\text{broken_months_alone}}\right),\;
        \frac{\text{months_defied}'}{\text{broken_months}}\right)
    \text{breaks} = \text{breaking} \ge 1
    \text{mends} = \text{months_restored}' \ge \text{restored_months}
    \text{broken_up}' = \begin{cases} 1 & \text{if } \text{breaks} \\ 0 & \text{if } \text{mends} \\
        \text{broken_up} & \text{otherwise} \end{cases}
    \text{loosening} = \left[\frac{1 - \text{party_unity}}{1 - \text{broken_mark}}\right]_{0}^{1}
    \text{nearing} = \min \left(0.99,\; \max \left(\left[\text{breaking}\right]_{0}^{1},\; 0.5 \cdot
        \text{loosening}\right)\right)
    \text{weary} = \begin{array}{l} \left(\text{western_weariness} > \text{exhausted_weariness}\right) \\ \wedge
        \left(\text{western_unity} < \text{exhausted_unity}\right) \end{array}
    \text{months_exhausted}' = \operatorname{clock} \left(\text{months_exhausted},\; \text{weary} \vee
        \left(\text{western_health} < \text{exhausted_health}\right)\right)
    \text{tired} = \min \left(\frac{\text{western_weariness}}{\text{exhausted_weariness}},\;
        \frac{\text{exhausted_unity}}{\text{western_unity} + 10^{-6}}\right)
    \text{sick} = \frac{\text{exhausted_health}}{\text{western_health} + 10^{-6}}
    \text{tiring} = \min \left(0.99,\; \begin{array}{l} 0.5 \cdot \left[\max \left(\text{tired},\;
        \text{sick}\right)\right]_{0}^{1} \\ + \frac{0.5 \cdot
        \text{months_exhausted}'}{\text{exhausted_months}} \end{array}\right)
    \text{moderate} = \text{pressure} < \text{mellow_pressure} \cdot \sqrt{\text{output}}
    \text{whole} = \text{party_unity} > \text{mellow_unity}
    \text{months_mellow}' = \operatorname{clock} \left(\text{months_mellow},\; \left(\text{mellowing} >
        \text{mellow_mark}\right) \wedge \text{moderate} \wedge \text{whole}\right)
    \text{softening} = \begin{array}{l} 0.5 \cdot
        \left[\frac{\text{mellowing}}{\text{mellow_mark}}\right]_{0}^{1} \\ + \frac{0.5 \cdot
        \text{months_mellow}'}{\text{mellow_months}} \end{array}
    \text{threat} = \min \left(0.9,\; \frac{\text{crisis_peak}}{\text{highest_level}}\right)
    \text{progress_general_war}' = \begin{cases} 1 & \text{if } \text{war_happened} > 0.5 \\ \text{threat} &
        \text{otherwise} \end{cases}
    \text{progress_breakup}' = \begin{cases} 1 & \text{if } \text{broken_up}' > 0.5 \\ \text{nearing} &
        \text{otherwise} \end{cases}
    \text{progress_expansion}' = \left[\frac{\text{orbit}}{\text{expansion_mark}}\right]_{0}^{1}
    \text{progress_western_exhaustion}' = \begin{cases} 1 & \text{if } \text{months_exhausted}' \ge
        \text{exhausted_months} \\ \text{tiring} & \text{otherwise} \end{cases}
    \text{progress_mellowing}' = \begin{cases} 1 & \text{if } \text{months_mellow}' \ge \text{mellow_months} \\
        \min \left(0.99,\; \text{softening}\right) & \text{otherwise} \end{cases}
    \text{furthest} = \max \text{the progress of each}
    \text{progress_stalemate}' = 1 - \text{furthest}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import clip01

PASSAGES = ("II.8", "III.15", "IV.3", "IV.5")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the clocks of the outcome conditions and the progress of each outcome."""
    step = here.dt * 12.0

    def clock(months: Any, holds: Any) -> Any:
        return jnp.where(holds, months + step, 0.0)

    broken = clock(s.months_broken, s.party_unity < p.broken_mark)
    tolerance = p.tolerance_base + p.tolerance_from_compromise * s.compromise
    defied = clock(s.months_defied, s.open_dissent > tolerance)
    restored = clock(s.months_restored, (s.party_unity > p.restored_unity) & (s.open_dissent < tolerance))
    by_dissent = jnp.minimum(broken / p.broken_months, s.open_dissent / p.broken_dissent)
    breaking = jnp.maximum(jnp.maximum(by_dissent, broken / p.broken_months_alone), defied / p.broken_months)
    breaks = breaking >= 1.0
    mends = restored >= p.restored_months
    broken_up = jnp.where(breaks, 1.0, jnp.where(mends, 0.0, s.broken_up))
    # before the break: how near the Party is to breaking, at most just short of one
    loosening = clip01((1.0 - s.party_unity) / (1.0 - p.broken_mark))
    nearing = jnp.minimum(0.99, jnp.maximum(clip01(breaking), 0.5 * loosening))

    weary = (s.western_weariness > p.exhausted_weariness) & (s.western_unity < p.exhausted_unity)
    exhausted = clock(s.months_exhausted, weary | (s.western_health < p.exhausted_health))
    tired = jnp.minimum(
        s.western_weariness / p.exhausted_weariness, p.exhausted_unity / (s.western_unity + 1e-6)
    )
    sick = p.exhausted_health / (s.western_health + 1e-6)
    tiring = jnp.minimum(0.99, 0.5 * clip01(jnp.maximum(tired, sick)) + 0.5 * exhausted / p.exhausted_months)

    moderate = s.pressure < p.mellow_pressure * jnp.sqrt(s.output)
    whole = s.party_unity > p.mellow_unity
    mellow = clock(s.months_mellow, (s.mellowing > p.mellow_mark) & moderate & whole)
    softening = 0.5 * clip01(s.mellowing / p.mellow_mark) + 0.5 * mellow / p.mellow_months

    war = s.war_happened
    threat = jnp.minimum(0.9, s.crisis_peak / p.highest_level)
    progress = {
        "progress_general_war": jnp.where(war > 0.5, 1.0, threat),
        "progress_breakup": jnp.where(broken_up > 0.5, 1.0, nearing),
        "progress_expansion": clip01(s.orbit / p.expansion_mark),
        "progress_western_exhaustion": jnp.where(exhausted >= p.exhausted_months, 1.0, tiring),
        "progress_mellowing": jnp.where(mellow >= p.mellow_months, 1.0, jnp.minimum(0.99, softening)),
    }
    furthest = jnp.stack(list(progress.values())).max(0)
    return {
        "months_broken": broken,
        "months_defied": defied,
        "months_restored": restored,
        "months_exhausted": exhausted,
        "months_mellow": mellow,
        "broken_up": broken_up,
        **progress,
        "progress_stalemate": 1.0 - furthest,
    }
