r"""Counterforce: limited force, moved with a lag to shifting points (II.9, III.1, IV.2).

The budget is shared by three rules, mixed as the policy says: *follow* goes where effort is seen, weighted
by prize and vulnerability (III.1); *perimeter* stands everywhere alike; *offensive* stands against the orbit
itself. What counts is effective force: deployed force times the access it has to the theatre.

Equations
---------
Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the
notation is at the foot of this mechanism's page in ``docs/theory``.

advance::

    \text{free} = 1 - \text{in_orbit}
    \text{watch} = \left(\text{effort_seen} + \text{watchfulness_floor}\right) \cdot
        \text{prize_for_counterforce}^{\circ}
    \text{follow} = \operatorname{share} \left(\text{free} \cdot \text{watch} \cdot
        \left(\text{vulnerability_floor} + \text{vulnerability}\right) \cdot \text{access}^{\circ}\right)
    \text{perimeter} = \operatorname{share} \left(\text{free} \cdot \text{access}^{\circ}\right)
    \text{offensive} = \operatorname{share} \left(\text{in_orbit} \cdot \text{prize}^{\circ}\right)
    \text{mix}_{1} = \begin{array}{l} \text{lever.follow} \cdot \text{follow} + \text{lever.perimeter} \cdot
        \text{perimeter} \\ + \text{lever.offensive} \cdot \text{offensive} \end{array}
    \text{mix} = \frac{\text{mix}_{1}}{\max \left(\text{lever.follow} + \text{lever.perimeter} +
        \text{lever.offensive},\; 10^{-6}\right)}
    \text{target} = \text{counterforce_budget} \cdot \text{mix} \cdot \text{access}^{\circ}
    \text{counterforce}_{1}:\quad \frac{\mathrm{d}\, \text{counterforce}}{\mathrm{d}t} = \frac{\text{target} -
        \text{counterforce}}{\text{counterforce_lag}}
    \text{counterforce}' = \begin{cases} \text{wall}^{\circ} & \text{if } \text{walled}^{\circ} > 0 \\
        \text{counterforce}_{1} & \text{otherwise} \end{cases}
    \text{counterforce_total}' = \sum \text{counterforce}'

_share::

    \operatorname{share} \left(\text{weight}\right) = \frac{\text{weight}}{\max \left(\sum \text{weight},\;
        10^{-6}\right)}
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach

PASSAGES = ("II.9", "III.1", "IV.2")


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance the counterforce that stands in each theatre."""
    free = 1.0 - s.in_orbit
    watch = (s.effort_seen + p.watchfulness_floor) * here.prize_for_counterforce
    follow = _share(free * watch * (p.vulnerability_floor + s.vulnerability) * here.access)
    perimeter = _share(free * here.access)
    offensive = _share(s.in_orbit * here.prize)
    mix = levers.follow * follow + levers.perimeter * perimeter + levers.offensive * offensive
    mix = mix / jnp.maximum(levers.follow + levers.perimeter + levers.offensive, 1e-6)
    target = s.counterforce_budget * mix * here.access
    force = approach(s.counterforce, target, p.counterforce_lag, here.dt)
    force = jnp.where(here.walled > 0, here.wall, force)
    return {"counterforce": force, "counterforce_total": force.sum(0)}


def _share(weight: Any) -> Any:
    """Return weights as shares of their sum over the theatres."""
    return weight / jnp.maximum(weight.sum(0), 1e-6)  # finite when nothing is left to share
