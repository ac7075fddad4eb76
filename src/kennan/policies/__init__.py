"""What the open power does.

Question : how much counterforce, how steadily, where, and in what tone, year by year; and by which rule,
           if the policy answers what it sees?
Comes in : a shipped policy's name or a TOML file of the user's. ``levers.toml`` says what can be set and
           within which bounds, ``observation.toml`` what each side can see, and so what a rule may read:
           never the truth; ``by_hand.toml`` what a person who plays a side decides in its place.
Goes out : a checked, frozen :class:`Policy`; its :func:`arrays` for the engine, and its file again
           (:func:`to_toml`). A file that cannot be used
           raises :class:`kennan.faults.BadInput` with all its faults, each with file, line and field.
May use  : ``kennan.article``, ``kennan.faults``, ``kennan.toml``, tomli_w and the standard library; numpy only
           in ``lever_arrays.py``, which is imported when it is needed.

    check.py          turns the tables of a policy file into a policy
    layout.py         what may stand in a policy file
    in_code.py        a policy whose levers are set by a function of Python
    load.py           finds a policy by name or path and reads it
    observation.py    what each side can see of a world
    policy.py         a policy as the rest of the program holds it
    registers.py      the closed lists of this room
    write.py          writes a policy as its file
    answering.toml, charm.toml, containment.toml, elected.toml, historical.toml, histrionic.toml, overreach.toml,
    perimeter.toml, rollback.toml, sporadic.toml, withdrawal.toml: the shipped policies
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.policies.in_code import in_code, is_code
from kennan.policies.load import from_dict, load, names, of
from kennan.policies.observation import Seen
from kennan.policies.policy import Code, Policy, Rule, Then
from kennan.policies.registers import ByHand, Lever, by_hand, levers, seen
from kennan.policies.write import to_toml

if TYPE_CHECKING:
    from kennan.policies.lever_arrays import LeverArrays

__all__ = [
    "ByHand",
    "Code",
    "Lever",
    "Policy",
    "Rule",
    "Seen",
    "Then",
    "arrays",
    "by_hand",
    "from_dict",
    "in_code",
    "is_code",
    "levers",
    "load",
    "names",
    "of",
    "seen",
    "to_toml",
]


def arrays(
    policy: Policy, start_year: float, steps: int, step_years: float, theatres: tuple[str, ...] = ()
) -> LeverArrays:
    """Return a policy as arrays for the engine; see :func:`kennan.policies.lever_arrays.build`."""
    from kennan.policies.lever_arrays import build  # numpy is slow to import

    return build(policy, start_year, steps, step_years, theatres)
