"""What the equations of a step can be given, by kind and name: its shape, and made-up values to try a step on."""

from __future__ import annotations

from typing import Any

from kennan.model import chance, parameters, quantities
from kennan.model.in_use import of_model

THEATRES, WORLDS = 3, 2  # any sizes will do: nothing is computed

#: Numbers that reach the equations through the place (see :func:`kennan.model.geography.here`).
THROUGH_PLACE: dict[str, tuple[str, ...]] = {
    "prize_for_counterforce": (),
    "prize_for_effort": (),
    "first_force": ("garrisons",),
}
#: Decisions by hand as the equations know them, with the value that changes nothing; their register stands on a
#: higher floor, and a test holds the two together. Those about where to look act through the prizes.
BY_HAND = {
    "pressing": 1.0,
    "line_taken": 0.0,
    "heavy_first": 1.0,
    "suppression": 1.0,
    "demands": 1.0,
    "renewal": 1.0,
}
BY_HAND_THERE = {
    "attention": 1.0,
    "firmness": 0.0,
    "west_stand": 0.0,
    "aims": 1.0,
    "resolve": 0.0,
    "kremlin_stand": 0.0,
}
SCALARS = ("schooling", *BY_HAND)
TABLES = ("prize", "prize_share", "access", "own", "votes", "civil_war", "vulnerability", "influence", "in_orbit",
          "neighbours", "groups", "alone", "leads", "of_country", "by_land", "size", "worth", "border",
          "free", "colonies", "retreat", "coups",
          "decolonising", "walled", "wall", *BY_HAND_THERE, *SCALARS)  # fmt: skip


#: The levers as the equations know them; their register stands on a higher floor, and a test holds the two together.
LEVERS = (
    "level", "steady", "tone", "exit", "credulity", "care", "information", "temper", "concession", "follow",
    "perimeter", "offensive", "elected", "mix",
)  # fmt: skip

KINDS = ("quantities", "levers", "parameters", "draws", "place")
TRIALS = 48  # made-up states in which a link is tried


@of_model
def shapes() -> dict[str, dict[str, Any]]:
    """Return an array of the right shape for everything that a step could read."""
    import jax
    import numpy as np

    def empty(*shape: int) -> Any:
        return jax.ShapeDtypeStruct(shape, np.float32)

    leading = {"world": (), "theatre": (THEATRES,), "rival": (chance.RIVALS,)}
    tables = {name: empty() if name in SCALARS else empty(THEATRES, 1) for name in TABLES}
    tables |= dict.fromkeys(("neighbours", "groups"), empty(THEATRES, THEATRES))
    tables |= dict.fromkeys(THROUGH_PLACE, empty(THEATRES, WORLDS))
    return {
        "quantities": {n: empty(*leading[q.axes], WORLDS) for n, q in quantities.load().items()},
        "parameters": {name: empty(WORLDS) for name in parameters.load()},
        "draws": {name: empty(*leading[over], WORLDS) for name, (_, over) in chance.declared().items()},
        "levers": {name: empty(WORLDS) for name in LEVERS},
        "place": tables,
    }


def made(kind: str, name: str, luck: Any) -> Any:
    """Return made-up values [..., trial], of a size at which every mechanism has something to do."""
    import numpy as np

    if kind == "parameters":
        return np.full(TRIALS, parameters.load()[name].value)
    shape = shapes()[kind][name].shape
    size = (shape[0], TRIALS) if len(shape) == 2 else (TRIALS,)
    if kind == "draws" and chance.declared()[name][0] == chance.NORMAL:
        return luck.normal(size=size)
    if kind == "draws":
        return luck.uniform(size=size) ** 3
    if kind == "place":
        fixed = {
            "walled": 0.0,
            "wall": 0.0,
            "schooling": -1.0,
            "decolonising": 0.0,
            **BY_HAND,
            **BY_HAND_THERE,
        }
        return np.full(size, fixed[name]) if name in fixed else luck.uniform(0.05, 0.4, size=size)
    if kind == "quantities":
        quantity = quantities.load()[name]
        if quantity.kind == "flag" and quantity.high == 1.0:
            return (luck.uniform(size=size) < 0.5) * 1.0
        if quantity.high > 3.0:
            return np.clip(np.exp(luck.normal(-1.0, 1.5, size=size)), quantity.low, quantity.high)
        made = luck.uniform(max(quantity.low, -1.0), quantity.high, size=size)
        return made * (luck.uniform(size=size) < 0.5) if quantity.kind == "clock" else made
    return luck.uniform(size=size)
