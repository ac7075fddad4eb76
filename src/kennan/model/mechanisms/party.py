"""The Party: officials who obey as others obey (II.5-7, III.15).

An official obeys as far as disobedience is punished by the organs and obedience is rewarded by a state that runs the
economy (I.14), and both reach him only as far as other officials obey (II.7). So there are two resting states, one in
which nearly all obey and one in which nearly none do, and no way of staying between them. Doubt that rivals carry to
the members (III.15), that a turned line leaves where discipline is not whole (II.7) and that truth found elsewhere
brings (II.5) can carry the Party over the edge; skill of compromise would hold it, but it is learnt only from a mellow
rule, as officials change (III.15). Form: a threshold game (Granovetter 1978; Kuran 1989).

Not in the article: what follows the break. A master may gather the power again: seldom the same Party, mostly another
order, under which pressure has ended for good (Skocpol 1979, form only).
"""

from __future__ import annotations

from typing import Any

import jax.numpy as jnp

from kennan.model.forms import approach, chance_of, clip01, normal_cdf
from kennan.model.mechanisms.compliance import support

PASSAGES = ("II.5", "II.6", "II.7", "III.15")
BROKEN_MONTHS = (
    6.0  # a definition: a Party of which half does not obey is broken when that has lasted so long
)


def advance(s: Any, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:  # noqa: ARG001
    """Advance doubt, compromise, the officials who obey, and who rules after a break."""
    dt = here.dt
    whole = s.party_unity
    stirred = s.reaching_down + p.cost_of_reversal * s.reversal * (1.0 - whole)
    doubt = s.doubt * jnp.exp(-dt / p.doubt_time) + stirred
    elsewhere = p.truth_monopoly * (s.open_dissent + s.independent_association) * (1.0 - s.compromise)
    learnt = 1.0 - p.iron_discipline * (1.0 - s.mellowing)
    compromise = approach(s.compromise, clip01(learnt), 1.0 / p.compromise_learning, dt)

    mutual = p.infallibility_discipline
    others = mutual * whole + (1.0 - mutual) * s.obedience_at_start
    hold = support(s, p) * others + p.held_by_compromise * compromise - doubt - elsewhere
    rest = resting(hold + p.expectations * draw.occasion, p)
    unity = rest + (whole - rest) * jnp.exp(-p.officials_speed * dt)

    open_seat = (s.months_broken >= BROKEN_MONTHS) & (s.ruled_by_another < 0.5)
    comes = open_seat & (draw.restoration < chance_of(p.restoration, dt))
    same = comes & (draw.same_power < p.same_power)
    another = comes & ~same
    return {
        "doubt": jnp.where(same, 0.0, doubt),
        "compromise": compromise,
        "party_unity": jnp.where(same, p.regathered, unity),
        "organs": jnp.where(same, p.regathered * p.organs_at_start, s.organs),
        "ruled_by_another": jnp.where(another, 1.0, s.ruled_by_another),
        "events": {"restoration": same, "another_order": another},
    }


def resting(hold: Any, p: Any) -> Any:
    """Return the share of officials [world] who obey under what holds them (0 = nothing, 1 = all of the start)."""
    return normal_cdf((hold - p.desertion_threshold) / p.officials_spread)


def whole_at_start(p: Any) -> Any:
    """Return the upper resting state [world] of officials who obey as others obey, with all that held them in place."""
    unity = jnp.ones_like(p.desertion_threshold)
    for _ in range(40):
        unity = resting(unity, p)
    return unity
