r"""The Party: infallibility and discipline, congresses, congealment, divergence, splits (II.5-7, III.13-15).

Infallibility of the leadership and iron discipline of the members hold each other up (II.7), so that there
are two stable states and no way between them. The men at the top congeal; congresses stop; members and clique
drift apart (III.13-14). Members know obedience and not compromise: once mobilised they split the Party
(III.15).

Departures from the dossier: there every contest renewed the top, so that it never grew old. Here only a
violent contest clears the top; a quiet one leaves most men in their places. Truth found elsewhere
costs infallibility only as far as the power still claims to be its sole source, which a mellow one no longer
does (II.3, II.5). A broken power may be restored by
a master who reimposes discipline (Skocpol 1979); the article does not look beyond the break, so this is
marked as our own assumption.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{barred} = \min \left(\text{congealment} \cdot \text{congealed_top},\; 1\right)
    \text{congress} = u_{\text{congress}} < \operatorname{chance} \left(\frac{\text{renewal}^{\circ} \cdot
        \left(1 - \text{barred}\right)}{\text{statutory_interval}}\right)
    \text{years_since_congress}' = \begin{cases} 0 & \text{if } \text{congress} \\ \text{years_since_congress} +
        \Delta t & \text{otherwise} \end{cases}
    \text{new_members}' = \begin{cases} 0 & \text{if } \text{congress} \\ \operatorname{fill}
        \left(\text{new_members};\;   \text{joining},\;  0\right) & \text{otherwise} \end{cases}
    \text{violence} = \text{contest} \cdot \text{violent_transfer}
    \text{thaw} = \begin{array}{l} \text{thaw_from_violence} \cdot \text{violence} \\ + \text{thaw_from_contest}
        \cdot \left(\text{contest} - \text{violence}\right) \\ + \text{thaw_from_mellowing} \cdot
        \text{mellowing} \end{array}
    \text{congealment}_{1}:\quad \frac{\mathrm{d}\, \text{congealment}}{\mathrm{d}t} = \text{congealing} \cdot
        \text{authority} \cdot \text{ruling} \cdot \left(1 - \text{congealment}\right) - \text{thaw} \cdot
        \text{congealment}
    \text{congealment}' = \text{congealment}_{1} \cdot \left(1 - \text{thaw_from_congress} \cdot
        \text{congress}\right)
    \text{turnover} = \text{retirement} + \text{renewal}^{\circ} \cdot \text{renewal} \cdot \left(1 -
        \text{barred}\right) + \text{purge} \cdot \text{violence}
    \text{clique_age}' = \text{clique_age} + \Delta t \cdot \left(1 - \text{turnover} \cdot
        \left(\text{clique_age} - \text{newcomer_age}\right)\right)
    \text{apart} = \begin{array}{l} \text{mass_clique_divergence} \\ \cdot \left(\begin{array}{l}
        \text{divergence_from_age} \cdot \left[\frac{\text{clique_age}' -
        \text{member_age}}{\text{age_gap_scale}}\right]_{0}^{1} \\ + \begin{array}{l} \text{divergence_from_new}
        \cdot \text{new_members}' \\ \cdot \min \left(1,\;
        \frac{\text{years_since_congress}'}{\text{stale_after}}\right) \end{array} \\ +
        \text{divergence_from_congealment} \cdot \text{barred} \\ + \text{unrecognised_demand} \cdot
        \text{war_ferment} \end{array}\right) \end{array}
    \text{divergence}' = \text{divergence} + \left(\left[\text{apart}\right]_{0}^{1} - \text{divergence}\right)
        \cdot \left(1 - e^{-\frac{\Delta t}{\text{divergence_time}}}\right)
    \text{war_ferment}' = \text{war_ferment} \cdot e^{-\frac{\Delta t}{\text{ferment_fading}}}
    \text{compromise}' = \left[\begin{array}{l} \left(1 - \text{iron_discipline}\right) \cdot
        \text{compromise_known} \\ + \text{compromise_from_mellowing} \cdot \text{mellowing}
        \end{array}\right]_{0}^{1}
    \text{tear} = \begin{array}{l} \text{splitting} \cdot \text{mobilised_members} \cdot \left(1 -
        \text{compromise}'\right) \\ + \text{split_from_contest} \cdot \text{contest} \end{array}
    \text{heal} = \begin{array}{l} \text{healing} + \text{healing_by_authority} \cdot \text{authority} \\ +
        \text{healing_by_compromise} \cdot \text{compromise}' \end{array}
    \text{party_split}_{1} = \begin{array}{l} \operatorname{fill} \left(\text{party_split};\;   \text{tear},\;
        \text{heal}\right) \\ + \text{split_noise} \cdot \sqrt{\text{party_split} \cdot \left(1 -
        \text{party_split}\right) \cdot \Delta t} \cdot z_{\text{party_split}} \end{array}
    \text{party_split}_{2} = \left[\text{party_split}_{1}\right]_{0}^{1}
    \text{discipline}_{1} = \operatorname{held_up} \left(\text{discipline},\; \text{infallibility},\;
        \text{discipline_from_split} \cdot \text{party_split}_{2}\right)
    \text{doubt} = \begin{array}{l} \text{infallibility_from_dissent} \cdot \text{open_dissent} \\ +
        \begin{array}{l} \text{infallibility_from_association} \cdot \text{truth_monopoly} \\ \cdot
        \text{independent_association} \cdot \left(1 - \text{mellowing}\right) \end{array} \end{array}
    \text{infallibility}_{1} = \operatorname{held_up} \left(\text{infallibility},\; \text{discipline},\;
        \text{doubt}\right)
    \text{infallibility}_{2} = \text{infallibility}_{1} \cdot \left(1 - \text{cost_of_reversal} \cdot \left(1 -
        \text{discipline}\right) \cdot \text{reversal}\right)
    \text{broken} = \text{party_unity} < \text{broken_mark}
    \text{master} = \operatorname{chance} \left(\text{restoration} \cdot \text{ruling} \cdot \text{authority}
        \cdot \text{organs}\right)
    \text{restored} = \text{broken} \wedge \left(u_{\text{restoration}} < \text{master}\right)
    \text{discipline}' = \begin{cases} \text{restored_discipline} & \text{if } \text{restored} \\
        \text{discipline}_{1} & \text{otherwise} \end{cases}
    \text{infallibility}' = \begin{cases} \text{restored_discipline} & \text{if } \text{restored} \\
        \text{infallibility}_{2} & \text{otherwise} \end{cases}
    \text{party_split}' = \begin{cases} 0 & \text{if } \text{restored} \\ \text{party_split}_{2} &
        \text{otherwise} \end{cases}
    \text{party_unity}' = \text{discipline}' \cdot \left(1 - \text{party_split}'\right)

_held_up::

    \text{tied} = \text{coupling_scale} \cdot \operatorname{hill} \left(\text{other};\; \text{coupling_mark},\;
        \text{coupling_power}\right)
    \text{target} = \left[\begin{array}{l} \left(1 - \text{infallibility_discipline}\right) \cdot
        \text{resting_discipline} \\ + \text{infallibility_discipline} \cdot \text{tied}
        \end{array}\right]_{0}^{1}
    \text{speed} = \text{coupling_speed} + \text{loss}
    \text{rest} = \frac{\text{coupling_speed} \cdot \text{target}}{\text{speed}}
    \operatorname{held_up} \left(\text{x},\; \text{other},\; \text{loss}\right) = \text{rest} + \left(\text{x} -
        \text{rest}\right) \cdot e^{-\text{speed} \cdot \Delta t}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import chance_of, clip01, fill, hill, jacobi

PASSAGES = ("II.5", "II.6", "II.7", "III.13", "III.14", "III.15")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the Party by one step."""
    dt = here.dt
    barred = jnp.minimum(s.congealment * p.congealed_top, 1.0)
    congress = draw.congress < chance_of(here.renewal * (1.0 - barred) / p.statutory_interval, dt)
    since = jnp.where(congress, 0.0, s.years_since_congress + dt)
    newcomers = jnp.where(congress, 0.0, fill(s.new_members, p.joining, 0.0, dt))
    violence = s.contest * s.violent_transfer
    thaw = (
        p.thaw_from_violence * violence
        + p.thaw_from_contest * (s.contest - violence)
        + p.thaw_from_mellowing * s.mellowing
    )
    congealment = fill(s.congealment, p.congealing * s.authority * s.ruling, thaw, dt)
    congealment = congealment * (1.0 - p.thaw_from_congress * congress)
    turnover = p.retirement + here.renewal * p.renewal * (1.0 - barred) + p.purge * violence
    clique_age = s.clique_age + dt * (1.0 - turnover * (s.clique_age - p.newcomer_age))

    apart = p.mass_clique_divergence * (
        p.divergence_from_age * clip01((clique_age - p.member_age) / p.age_gap_scale)
        + p.divergence_from_new * newcomers * jnp.minimum(1.0, since / p.stale_after)
        + p.divergence_from_congealment * barred
        + p.unrecognised_demand * s.war_ferment
    )
    divergence = s.divergence + (clip01(apart) - s.divergence) * (1.0 - jnp.exp(-dt / p.divergence_time))
    ferment = s.war_ferment * jnp.exp(-dt / p.ferment_fading)

    compromise = clip01(
        (1.0 - p.iron_discipline) * p.compromise_known + p.compromise_from_mellowing * s.mellowing
    )
    tear = p.splitting * s.mobilised_members * (1.0 - compromise) + p.split_from_contest * s.contest
    heal = p.healing + p.healing_by_authority * s.authority + p.healing_by_compromise * compromise
    split = fill(s.party_split, tear, heal, dt) + jacobi(s.party_split, p.split_noise, draw.party_split, dt)
    split = clip01(split)

    discipline = _held_up(s.discipline, s.infallibility, p.discipline_from_split * split, p, dt)
    doubt = (
        p.infallibility_from_dissent * s.open_dissent
        + p.infallibility_from_association
        * p.truth_monopoly
        * s.independent_association
        * (1.0 - s.mellowing)
    )
    infallibility = _held_up(s.infallibility, s.discipline, doubt, p, dt)
    infallibility = infallibility * (1.0 - p.cost_of_reversal * (1.0 - s.discipline) * s.reversal)

    broken = s.party_unity < p.broken_mark
    master = chance_of(p.restoration * s.ruling * s.authority * s.organs, dt)
    restored = broken & (draw.restoration < master)
    discipline = jnp.where(restored, p.restored_discipline, discipline)
    infallibility = jnp.where(restored, p.restored_discipline, infallibility)
    split = jnp.where(restored, 0.0, split)
    return {
        "years_since_congress": since,
        "new_members": newcomers,
        "congealment": congealment,
        "clique_age": clique_age,
        "divergence": divergence,
        "war_ferment": ferment,
        "compromise": compromise,
        "party_split": split,
        "discipline": discipline,
        "infallibility": infallibility,
        "party_unity": discipline * (1.0 - split),
        "events": {"congress": congress, "restoration": restored},
    }


def _held_up(x: Any, other: Any, loss: Any, p: Any, dt: float) -> Any:
    """Advance one of the pair infallibility and discipline: it follows the other, less what it loses."""
    tied = p.coupling_scale * hill(other, p.coupling_mark, p.coupling_power)
    target = clip01(
        (1.0 - p.infallibility_discipline) * p.resting_discipline + p.infallibility_discipline * tied
    )
    speed = p.coupling_speed + loss
    rest = p.coupling_speed * target / speed
    return rest + (x - rest) * jnp.exp(-speed * dt)
