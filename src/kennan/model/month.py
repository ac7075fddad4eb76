"""The month: the one list of what happens in it, in order, and the one place where bounds are applied.

The order, and why it is this one:

1.  ``open_power``    what the West can raise follows from its own mood, health and unity;
2.  ``sight``         it sees Soviet effort of the past month, late and wrongly;
3.  ``counterforce``  and moves its force accordingly;
4.  ``succession``    leadership comes before Party, because contests renew or split it;
5.  ``leaders``       who rules has a mind, before anything answers to him;
6.  ``party``         Party before organs, because unity is what makes fear work;
7.  ``siege``         menace is proclaimed before organs are justified by it;
8.  ``organs``        then repression,
9.  ``compliance``    and what is done because it is ordered,
10. ``crust``         and what people dare under it;
11. ``economy``       plan and output under the orders and burden of the day;
12. ``nations``       peoples within go where nobody obeys;
13. ``people``        exhaustion and faith answer consumption and drive;
14. ``ideology``      confidence reads the news of the past year;
15. ``line``          the line turns on need;
16. ``belief``        the West judges what it saw of that;
17. ``pressure``      budget, orders and effort follow from all of the above;
18. ``flow``          effort meets counterforce theatre by theatre;
19. ``take_over``     what is ripe is taken,
20. ``outer_empire``  what is held rises, is crushed, or leaves,
21. ``countries``     and civil wars are fought on;
22. ``wide_world``    far away colonies go and clients come;
23. ``frustration``   all of which leaves frustration or relief;
24. ``mellowing``     of which the ruler hears what he will;
25. ``hostility``     while the pressure makes enemies;
26. ``crisis``        crises break out where the two meet,
27. ``war``           and may climb to war;
28. ``bomb``          stockpiles are built,
29. ``arms``          and arms answer arms;
30. ``radiance``      the light abroad follows last and longest;
31. ``outcomes``      and what has become of Soviet power is read off.

Values updated earlier in the month are used in updated form (Gauss-Seidel).
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import jax.numpy as jnp

from kennan.model import quantities
from kennan.model.in_use import extensions, of_model_now
from kennan.model.mechanisms import (
    arms,
    bomb,
    compliance,
    counterforce,
    countries,
    crisis,
    crust,
    economy,
    flow,
    frustration,
    ideology,
    leaders,
    line,
    mellowing,
    nations,
    open_power,
    organs,
    outcomes,
    outer_empire,
    party,
    people,
    pressure,
    radiance,
    siege,
    sight,
    succession,
    take_over,
    war,
    wide_world,
)
from kennan.model.names import State

Step = Callable[[Any, Any, Any, Any, Any], dict[str, Any]]

ORDER: tuple[tuple[str, Step], ...] = (
    ("open_power", open_power.advance),
    ("sight", sight.advance),
    ("counterforce", counterforce.advance),
    ("succession", succession.advance),
    ("leaders", leaders.advance),
    ("party", party.advance),
    ("siege", siege.advance),
    ("organs", organs.advance),
    ("compliance", compliance.advance),
    ("crust", crust.advance),
    ("economy", economy.advance),
    ("nations", nations.advance),
    ("people", people.advance),
    ("ideology", ideology.advance),
    ("line", line.advance),
    ("belief", sight.believe),
    ("pressure", pressure.advance),
    ("flow", flow.advance),
    ("take_over", take_over.advance),
    ("outer_empire", outer_empire.advance),
    ("countries", countries.advance),
    ("wide_world", wide_world.advance),
    ("frustration", frustration.advance),
    ("mellowing", mellowing.advance),
    ("hostility", siege.provoke),
    ("crisis", crisis.advance),
    ("war", war.advance),
    ("bomb", bomb.advance),
    ("arms", arms.advance),
    ("radiance", radiance.advance),
    ("outcomes", outcomes.advance),
)


@of_model_now
def order() -> tuple[tuple[str, Step], ...]:
    """Return the steps of the month of the model in use, in order: the list, with extensions in place."""
    if not extensions():
        return ORDER
    from kennan.model import extended

    return extended.order(ORDER)


def _changes(step: Step, s: State, p: Any, draw: Any, levers: Any, here: Any) -> dict[str, Any]:
    changes = step(s, p, draw, levers, here)
    events = {name: jnp.asarray(count, jnp.float32) for name, count in changes.pop("events", {}).items()}
    return {**bound(changes), "events": events}


def bound(changes: dict[str, Any]) -> dict[str, Any]:
    """Return new values held within the bounds of the register: the one place where bounds are applied."""
    register = quantities.load()
    return {
        name: jnp.clip(value.astype(jnp.float32), register[name].low, register[name].high)
        for name, value in changes.items()
    }


class Between:
    """What may be put between the mechanisms of a month: an exchange with another run, a look at each change.

    As it stands it changes nothing. ``numbers`` and ``changes`` are called for every step of the list, in order.
    """

    def numbers(self, step: str, p: Any) -> Any:  # noqa: ARG002
        """Return the parameters that a step of the list reads; ``p`` are those of the worlds."""
        return p

    def changes(self, step: str, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Return the new values that the next step meets; ``changes`` are those that this step sets, bounded."""
        return changes


def advance(
    state: State, p: Any, draw: Any, levers: Any, here: Any, between: Between | None = None
) -> tuple[State, dict[str, Any]]:
    """Advance the state by one step through the list; return it with the counts of what happened, by event."""
    between = between or Between()
    settled: State = state
    happened: dict[str, Any] = {}
    for name, step in order():
        numbers = between.numbers(name, p)
        changes = here.apart(partial(_changes, step, settled, numbers, draw, levers, here))
        for event, count in changes.pop("events", {}).items():  # two steps may count the same
            happened[event] = happened[event] + count if event in happened else count
        settled = settled.updated(between.changes(name, changes))
    return settled.updated({"years_elapsed": settled.years_elapsed + here.dt}), happened
