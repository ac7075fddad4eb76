"""The moves of a quarter that advisers weigh: as before, the player's draft, and a few that anyone would think of.

Made only from what the side sees and has decided; each is a choice that the rules allow.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from kennan.game import rules
from kennan.game.game import AS_BEFORE, Choice, cost, points_of
from kennan.game.scene import Scene
from kennan.world.observe import Seen

MOST = 5  # moves beside "as before" and the draft
WATCHED = 4  # places among which a move spreads its points
CALM = 0.5


@dataclass(frozen=True)
class Option:
    """One move: its name, how it is called, what it does in words, and the choice that it is."""

    name: str
    label: str
    words: str
    choice: Choice

    def as_dict(self, standing: Choice) -> dict[str, Any]:
        """Return the move as plain data; ``standing`` is what "as before" would repeat."""
        same = self.choice == replace(standing, stands=())
        record = AS_BEFORE if same else self.choice.record()
        return {"name": self.name, "label": self.label, "words": self.words, "record": record}


def options(
    side: rules.Side, there: Scene, standing: Choice, seen: Seen, draft: Choice | None
) -> tuple[Option, ...]:
    """Return the moves of a quarter, "as before" first; no two are the same choice."""
    crises = [int(n) for n in np.flatnonzero(seen.there["crisis_level"] > CALM)]
    found = {"as_before": standing} | ({} if draft is None else {"draft": draft})
    moves = (_open if side.name == "open" else _closed)(side, standing, seen, crises)
    left = MOST
    for name, choice in moves.items():
        fits = cost(choice, side) <= side.purse and points_of(choice, side) <= side.points
        if fits and left and choice not in found.values():
            found[name] = choice
            left -= 1
    words = there.register("options.toml", "list of moves")
    return tuple(Option(name, **words[name], choice=choice) for name, choice in found.items())


def _open(side: rules.Side, now: Choice, seen: Seen, crises: list[int]) -> dict[str, Choice]:
    made = {}
    if crises:
        made = {
            "firm": _stand(side, now, crises, 2),
            "quiet": _stand(side, now, _gravest(crises, seen, 1), 3),
            "give_way": _stand(side, now, crises, 0),
        }
    pressed = seen.there["effort_seen"] * (seen.there["in_orbit"] < CALM)
    return {
        **made,
        "watch": _watch(side, now, pressed),
        "force": _pay(side, _shift(side, now, level=2), ("information", "care")),
        "home": _shift(side, now, level=-2, care=2),
        "cool": _shift(side, now, tone=-1, exit=4),
    }


def _closed(side: rules.Side, now: Choice, seen: Seen, crises: list[int]) -> dict[str, Choice]:
    made = {}
    if crises:
        made = {"draw_back": _stand(side, now, crises, 0), "hold_on": _stand(side, now, crises, 2)}
    half_won = seen.there["openness_seen"] * seen.there["influence"] * (seen.there["in_orbit"] < CALM)
    return {
        **made,
        "press": _pay(
            side, _shift(side, now, pressing=2), ("demands", "heavy_first"), up=("demands", "heavy_first")
        ),
        "rest": _shift(side, now, pressing=-2, demands=-1, heavy_first=-1),
        "organs": _pay(side, _shift(side, now, suppression=1), ("pressing",)),
        "soft": _shift(side, now, line_taken=2),
        "aim": _watch(side, now, half_won),
    }


def _shift(side: rules.Side, choice: Choice, **steps: int) -> Choice:
    """Return the choice with some settings moved by steps, within their range; stands stay."""
    settings = list(choice.settings)
    for n, one in enumerate(side.settings):
        settings[n] = min(max(settings[n] + steps.get(one.name, 0), 0), len(one.labels) - 1)
    return replace(choice, settings=tuple(settings))


def _pay(side: rules.Side, choice: Choice, by: tuple[str, ...], up: tuple[str, ...] = ()) -> Choice:
    """Return the choice with some settings stepped down (or up, where that pays) until the purse suffices."""
    names = [one.name for one in side.settings]
    for name in by:
        n, way = names.index(name), 1 if name in up else -1
        last = len(side.settings[n].labels) - 1
        while cost(choice, side) > side.purse and 0 <= choice.settings[n] + way <= last:
            choice = _shift(side, choice, **{name: way})
    return choice


def _stand(side: rules.Side, choice: Choice, crises: list[int], stance: int) -> Choice:
    """Return the choice with one stance in some crises; places give up points until it can be paid."""
    kept = {n: s for n, s in choice.stands if n not in crises} | dict.fromkeys(crises, stance)
    return _within(side, replace(choice, stands=tuple(sorted(kept.items()))))


def _within(side: rules.Side, choice: Choice) -> Choice:
    places = list(choice.places)
    while places and points_of(replace(choice, places=tuple(places)), side) > side.points:
        theatre, points = places.pop()
        if points > 1:
            places.append((theatre, points - 1))
    return replace(choice, places=tuple(places))


def _watch(side: rules.Side, choice: Choice, weight: np.ndarray) -> Choice:
    """Return the choice with all points that stands and settings leave spread over the weightiest places."""
    free = side.points - points_of(replace(choice, places=()), side)
    best = [int(n) for n in np.argsort(-weight, kind="stable")[:WATCHED] if weight[n] > 0]
    if free < 1 or not best:
        return choice
    share = {n: free // len(best) + (place < free % len(best)) for place, n in enumerate(best)}
    return replace(choice, places=tuple(sorted((n, points) for n, points in share.items() if points)))


def _gravest(crises: list[int], seen: Seen, most: int) -> list[int]:
    level = seen.there["crisis_level"]
    return sorted(sorted(crises, key=lambda n: (-float(level[n]), n))[:most])
