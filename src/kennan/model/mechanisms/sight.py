r"""What each side can see of the other (II.3, III.1, III.16).

The open power sees Soviet effort late and wrongly, the more so the more the other side lives by menace and
secrecy; it takes every soft phase for change of heart; it overrates the light that still shines. The rulers
see open dissent, and of the hidden kind only what they do not hide from themselves.

Departure from the dossier: there the West's error was drawn afresh each month and averaged out, so that
secrecy changed nothing (its signature S74 failed). Here a misjudgement of a theatre lasts (Jervis 1976:
images persist against the evidence), and secrecy widens it as well as the lag. Its strength at 0 leaves the
errors made about an open opponent.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{veil} = \text{secretiveness} \cdot \text{menace} \cdot \left(1 - \text{mellowing}\right)
    \text{spread} = \text{sight_error} \cdot \left(1 + \text{veil}\right)
    \text{keep} = e^{-\frac{\Delta t}{\text{misjudgement_memory}}}
    \text{shock} = \text{spread} \cdot \sqrt{1 - \text{keep} \cdot \text{keep}}
    \text{misjudgement}' = \text{misjudgement} \cdot \text{keep} + \text{shock} \cdot z_{\text{sight_of_effort}}
    \text{picture} = \text{effort} \cdot \exp \left(\left[\text{misjudgement}' - 0.5 \cdot \text{spread} \cdot
        \text{spread}\right]_{-3}^{3}\right)
    \text{lag} = \text{sight_lag} \cdot \left(1 + \text{veil}\right)
    \frac{\mathrm{d}\, \text{effort_seen}}{\mathrm{d}t} = \frac{\text{picture} - \text{effort_seen}}{\text{lag}}

believe::

    \text{shown} = \begin{array}{l} \text{mellowing_seen_outside} \\ + \left(1 -
        \text{mellowing_seen_outside}\right) \cdot \text{soft_phase} \end{array}
    \text{noise} = \text{softness_noise} \cdot \text{sight_error} \cdot z_{\text{change_belief}}
    \text{soft} = \begin{array}{l} \text{softness_seen} \cdot \text{soft_phase} + \text{mellowing_seen} \cdot
        \text{mellowing} \cdot \text{shown} \\ + \text{noise} \end{array}
    \text{weight} = \text{credulity_floor} + \text{credulity_weight} \cdot \text{lever.credulity}
    \text{push} = \text{they_have_changed} \cdot \text{belief_speed} \cdot \left(\text{soft} -
        \text{softness_mark}\right) \cdot \text{weight}
    \frac{\mathrm{d}\, \text{change_belief}}{\mathrm{d}t} = \text{belief_fading} \cdot
        \left(\left(\text{belief_rest} + \frac{\text{push}}{\text{belief_fading}}\right) -
        \text{change_belief}\right)
    \text{change_announced}' = \sigma \left(\text{change_belief}'\right)
    \text{before} = \sigma \left(\text{change_belief}\right)
    \text{announced} = \begin{array}{l} \left(\text{change_announced}' > \text{announcement_mark}\right) \\
        \wedge \left(\text{before} \le \text{announcement_mark}\right) \end{array}
    \text{western_view}' = \left[\begin{array}{l} \text{view_from_radiance} \cdot \text{radiance} \\ + \left(1 -
        \text{view_from_radiance}\right) \cdot \text{inner_vitality} \end{array}\right]_{0}^{1}
    \text{rulers_security}' = \left[1 - \text{open_dissent} - \text{security_from_contest} \cdot
        \text{contest}\right]_{0}^{1}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, clip01, sigmoid

PASSAGES = ("II.3", "III.1", "III.16")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the open power's picture of Soviet effort, theatre by theatre."""
    dt = here.dt
    veil = p.secretiveness * s.menace * (1.0 - s.mellowing)
    spread = p.sight_error * (1.0 + veil)
    keep = jnp.exp(-dt / p.misjudgement_memory)
    shock = spread * jnp.sqrt(1.0 - keep * keep)
    misjudgement = s.misjudgement * keep + shock * draw.sight_of_effort
    # the factor of error has mean one at any width, so that secrecy distorts the picture without darkening it
    picture = s.effort * jnp.exp(jnp.clip(misjudgement - 0.5 * spread * spread, -3.0, 3.0))
    lag = p.sight_lag * (1.0 + veil)
    return {"misjudgement": misjudgement, "effort_seen": approach(s.effort_seen, picture, lag, dt)}


def believe(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    """Advance the belief that the other side has changed, and each side's estimate of Soviet strength."""
    dt = here.dt
    shown = p.mellowing_seen_outside + (1.0 - p.mellowing_seen_outside) * s.soft_phase
    noise = p.softness_noise * p.sight_error * draw.change_belief
    soft = p.softness_seen * s.soft_phase + p.mellowing_seen * s.mellowing * shown + noise
    weight = p.credulity_floor + p.credulity_weight * levers.credulity
    push = p.they_have_changed * p.belief_speed * (soft - p.softness_mark) * weight
    belief = approach(s.change_belief, p.belief_rest + push / p.belief_fading, 1.0 / p.belief_fading, dt)
    said, before = sigmoid(belief), sigmoid(s.change_belief)
    announced = (said > p.announcement_mark) & (before <= p.announcement_mark)
    return {
        "change_belief": belief,
        "change_announced": said,
        "western_view": clip01(
            p.view_from_radiance * s.radiance + (1.0 - p.view_from_radiance) * s.inner_vitality
        ),
        "rulers_security": clip01(1.0 - s.open_dissent - p.security_from_contest * s.contest),
        "events": {"false_announcement": announced & (s.mellowing < p.change_mark)},
    }
