"""One step of the month for Python: :func:`alone`."""

from __future__ import annotations

from collections.abc import Mapping
from os import PathLike
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.api.worlds import AnyExtensions
    from kennan.model import month
    from kennan.model.names import Names
    from kennan.policies import Policy


def alone(
    step: str | month.Step,
    /,
    *,
    scenario: str | PathLike[str] = "x-1947",
    policy: str | PathLike[str] | Policy = "containment",
    draws: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
    dt: float = 1.0 / 12.0,
    with_: AnyExtensions = (),
    **named: Any,
) -> Names:
    """Make one step of the month's list alone, from values that you name, and return what it sets.

    What is not named stands where the scenario starts, numbers and draws at their medians, levers as the policy has
    them at the start. Nothing else moves: a number that is named does not change where quantities start. New values
    are held within the bounds of the register, as in a run. The first call takes some seconds, the next milliseconds.

    Parameters
    ----------
    step : a step of the month, such as "crust"; ``kennan.model.month.ORDER`` has them all. Or a function of your own
        with the arguments of these, ``advance(s, p, draw, levers, here)``, which returns new values by name.
    scenario, policy : where the world starts, and what the open power does there; as in :func:`kennan.run`.
    draws : luck of the month, by the names of ``kennan.model.chance.DECLARED``: from 0 to 1 where it is uniform (0.5
        if not named; the smaller, the sooner something happens), in standard deviations where it is normal (0 if not).
    place : figures of the theatres, effects of hindsight and decisions by hand, by name.
    dt : length of the step in years.
    with_ : mechanisms of your own, as in :func:`run`; each is a step of the month by its name.
    named : quantities, numbers and levers by name. A value is a number, or a row of numbers to sweep it; all rows have
        one length. Of theatres it may also be a dictionary by code (the others stay as they are), and of theatres and
        rivals a table [theatre or rival, 1 or sweep]. Numbers of the model may lie outside their range, which a run
        would not take: at 0 a number is out of the way, below 0 it acts the other way round.

    Returns
    -------
    The new values by name, and under "events" the counts of what happened, by kind. Of the world: a float, or float32
    [sweep]. Of theatres or rivals: float32 [theatre or rival], or [theatre or rival, sweep].

    Raises
    ------
    BadInput : a name that is not known, or that this step does not read; a value out of bounds; a function of your
        own that sets what there is not, or in another shape; a new value that is no finite number. All faults at once.

    Example
    -------
    Where the Party is divided, the same police are feared less (III.15), and without the mechanism no more at all:

    >>> import kennan
    >>> kennan.alone("crust", repression=0.9, party_unity=[0.9, 0.2]).fear.tolist()
    [1.228..., 0.662...]
    >>> kennan.alone("crust", repression=0.9, party_unity=0.9, obedience_by_fear=0).fear
    0.5
    """
    from kennan.engine import consent, devices
    from kennan.model import in_use

    devices.prepare()
    from kennan.world import mechanism

    with in_use.using(consent.named(with_)):
        return mechanism.alone(
            step, scenario=scenario, policy=policy, draws=draws, place=place, dt=dt, **named
        )
