"""What the article would say of a game's choices: each of its rules held against what was in fact done.

No score: a list of rules with the passage, the quantity measured in this game, and whether it was kept.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from kennan.game import rules
from kennan.game.as_policy import decided
from kennan.game.trajectory import Trajectory
from kennan.world.observe import see

STRONGEST = 9  # one place in so many counts as one of those where pressure is seen to be strongest
LOST = 0.3  # temper from here on is lost
CALM = 0.5
SEEN = 1e-6  # effort from here on is seen
YEAR = 4


def judged(played: Trajectory) -> list[dict[str, Any]]:
    """Return what the article says of a game, rule by rule, as plain data."""
    every = played.game.scene.register("article.toml", "rules of the article")
    return [_entry(name, rule, _MEASURED[name](played)) for name, rule in every[played.game.side].items()]


def _entry(name: str, rule: dict[str, Any], measured: float | None) -> dict[str, Any]:
    verdict = "not asked" if measured is None else _verdict(rule, measured)
    said = rule["said"].get(verdict, "Nothing in this game put the rule to the test.")
    return {
        "rule": name,
        "title": rule["title"],
        "measured": None if measured is None else float(f"{measured:.3g}"),
        "unit": rule["unit"],
        "scale": list(rule["scale"]),
        "threshold": rule["kept"],
        "broken_from": rule["broken"],
        "good": rule["good"],
        "verdict": verdict,
        "words": said,
        "passages": list(rule["passages"]),
    }


def _verdict(rule: dict[str, Any], measured: float) -> str:
    """Return "kept", "strained" or "broken"."""
    sign = 1.0 if rule["good"] == "low" else -1.0
    if sign * measured <= sign * rule["kept"]:
        return "kept"
    return "broken" if sign * measured >= sign * rule["broken"] else "strained"


# ---- what is measured


def _course(played: Trajectory, name: str) -> np.ndarray:
    """Return a lever or a decision over the world [quarter] as it was set."""
    game = played.game
    values = []
    for quarter in range(game.played):
        levers, by_hand = decided(game, quarter)
        values.append(levers[name] if name in levers else by_hand[name, ""])
    return np.array(values)


def _mean(name: str) -> Callable[[Trajectory], float | None]:
    return lambda played: float(_course(played, name).mean())


def _unsteady(played: Trajectory) -> float | None:
    level = _course(played, "level")
    return float(level.std() / (level.mean() + 0.05))


def _strain(played: Trajectory) -> float | None:
    return float(np.maximum(_course(played, "level") - 0.8, 0.0).mean())


def _temper(played: Trajectory) -> float | None:
    return float((_course(played, "temper") >= LOST).mean())


def in_crisis(played: Trajectory) -> np.ndarray:
    """Return in which quarters a crisis stood when choices were made [quarter]."""
    return np.array([stood["crises"] > CALM for stood in played.stood[: played.game.played]], bool)


def _exits(played: Trajectory) -> float | None:
    asked = in_crisis(played)
    return float(_course(played, "exit")[asked].mean()) if asked.any() else None


def _ordered(played: Trajectory) -> list[rules.Stance]:
    """Return what was said of every crisis in every quarter, where nothing was said the stance that orders nothing."""
    side = played.game.rules
    found = []
    for quarter in range(played.game.played):
        stands = dict(played.game.in_force(quarter).stands)
        for theatre in np.flatnonzero(played.stood[quarter]["crisis_level"] > CALM):
            found.append(side.stances[stands.get(int(theatre), side.stance_neutral)])
    return found


def _giving_way(played: Trajectory) -> float | None:
    # what nobody ordered is nobody's giving way: those on the spot, and not the player, decided it
    orders = [one for one in _ordered(played) if one.holds or one.yields]
    return sum(one.yields for one in orders) / len(orders) if orders else None


def _points(played: Trajectory) -> float | None:
    placed = well = 0
    most = max(len(played.game.scene.codes) // STRONGEST, 1)
    for quarter in range(played.game.played):
        seen = see(played.game.side, played.stood[quarter])
        if not seen.there["effort_seen"].max() > SEEN:
            continue  # at the start nothing is seen yet, and nobody's attention can be misplaced
        strongest = set(np.argsort(-seen.there["effort_seen"], kind="stable")[:most].tolist())
        crises = set(np.flatnonzero(seen.there["crisis_level"] > CALM).tolist())
        for theatre, points in played.game.in_force(quarter).places:
            placed += points
            well += points * (theatre in strongest | crises)
    return well / placed if placed else None


def _belief(played: Trajectory) -> float | None:
    soft = np.array([stood["soft_phase"] > CALM for stood in played.stood[: played.game.played]], bool)
    return float(_course(played, "credulity")[soft].mean()) if soft.any() else None


def _retreat(played: Trajectory) -> float | None:
    asked = _ordered(played)
    return sum(one.holds for one in asked) / len(asked) if asked else None


def _turns(played: Trajectory) -> float | None:
    line = _course(played, "line_taken")
    return float(YEAR * (np.diff(line) != 0).sum() / max(len(line), YEAR))


_MEASURED: dict[str, Callable[[Trajectory], float | None]] = {
    "steadiness": _unsteady,
    "firmness": _mean("level"),
    "strain": _strain,
    "tone": _mean("tone"),
    "temper": _temper,
    "exits": _exits,
    "giving_way": _giving_way,
    "points": _points,
    "home": _mean("care"),
    "belief": _belief,
    "patience": _mean("pressing"),
    "retreat": _retreat,
    "manoeuvre": _turns,
    "steel": _mean("heavy_first"),
    "people": _mean("demands"),
    "organs": _mean("suppression"),
    "renewal": _mean("renewal"),
}
