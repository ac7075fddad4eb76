"""What a player sees: the standing of things, the theatres, the crises under way and the quarter's report.

Made only from what the side could see (:mod:`kennan.game.observation`), what it has decided itself, and what it
learns of.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios, toml
from kennan.game import rules
from kennan.game.game import SCENARIO, Choice, Game, cost, points_of
from kennan.game.happened import Happening, happened
from kennan.game.observation import Seen, band, happenings, see, senses, sights, spread
from kennan.game.trajectory import Trajectory, month_name, season, walked

if TYPE_CHECKING:
    from kennan.scenarios.scenario import Theatres

PRESSED = 1.25  # one side is said to be ahead where it stands so many times above the other
LEVELS = ("", "a crisis", "a sharp crisis", "a grave crisis: war is possible", "on the edge of war")
CALM = 0.5


@cache
def words() -> dict[str, dict[str, Any]]:
    """Return what is written of each kind of happening, by kind."""
    return dict(toml.read(Path(__file__).parent / "words.toml", "words of the game").data)


@cache
def _theatres() -> Theatres:
    return scenarios.load(SCENARIO).theatres


def view(game: Game) -> dict[str, Any]:
    """Return what the game's side sees after its last quarter, as plain data.

    Raises
    ------
    BadInput : the game goes on after general war.
    """
    return of(walked(game))


def of(played: Trajectory) -> dict[str, Any]:
    """Return what the side of a walked game sees at its end."""
    game = played.game
    seen = [see(game.side, stood) for stood in played.stood]
    told = [_told(played, number) for number in range(game.played)]
    since = _since(played)
    side, choice = rules.side(game.side), carried(played)
    under_way = [int(n) for n in np.flatnonzero(_levels(seen[-1]) > CALM)]
    report = told[-1] if told else []
    return {
        "quarter": game.played,
        "quarters": game.quarters,
        "over": played.over,
        "date": month_name(3 * game.played),
        "season": season(game.played),
        "ended_words": _ended(played),
        "why_stopped": next((one["words"] for one in report if one["grave"]), ""),
        "standing": [_standing(one, seen) for one in sights(game.side)],
        "theatres": [_theatre(n, game.side, seen[-1], since, choice) for n in range(len(_theatres()))],
        "crises": [_crisis(game.side, n, seen[-1], since[n]) for n in under_way],
        "report": report or ([_quiet(game)] if told else []),
        "headline": _headline(report, game),
        "chronicle": [
            {
                "quarter": number,
                "season": season(number),
                **{k: one[k] for k in ("kind", "index", "words", "grave")},
            }
            for number, quarter in enumerate(told)
            for one in quarter
        ],
        "choice": {
            "settings": list(choice.settings),
            "places": choice.record()[1],
            "stands": choice.record()[2],
            "cost": cost(choice, side),
            "points": points_of(choice, side),
        },
        "line": "soft" if seen[-1].flags["soft_phase"] > CALM else "hard",
        "depression": seen[-1].flags["depression"] > 0.0,
    }


def stops(played: Trajectory) -> bool:
    """Return whether something happened in the last quarter that calls for a decision."""
    number = played.game.played - 1
    return any(one["grave"] for one in _told(played, number))


def carried(played: Trajectory) -> Choice:
    """Return what stands for the coming quarter: the last settings and places, and stands in crises that go on."""
    game = played.game
    last = game.in_force(game.played - 1)
    level = played.stood[-1]["crisis_level"]
    stands = tuple((n, stance) for n, stance in last.stands if level[n] > CALM)
    return Choice(last.settings, last.places, stands)


def _levels(seen: Seen) -> np.ndarray:
    return seen.there["crisis_level"]


def _since(played: Trajectory) -> dict[int, int | None]:
    """Return the quarter in which each crisis under way began, by theatre."""
    level = played.places["crisis_level"]
    found: dict[int, int | None] = {}
    for n in range(level.shape[1]):
        calm = np.flatnonzero(level[:, n] < CALM)
        running = level[-1, n] > CALM
        found[n] = (int(calm[-1]) if len(calm) else 0) // 3 if running else None
    return found


def _standing(one: Any, seen: list[Seen]) -> dict[str, Any]:
    """Return one number with its band and its course so far."""
    value, low, high = seen[-1].world[one.name]
    return {
        "name": one.name,
        "quantity": one.state,
        "label": one.label,
        "sentence": one.sentence,
        "unit": one.unit,
        "value": _round(value),
        "low": _round(low),
        "high": _round(high),
        "before": _round(seen[-2 if len(seen) > 1 else -1].world[one.name][0]),
        "series": [_round(past.world[one.name][0]) for past in seen],
        "scale": list(one.scale),
        "good": one.good,
        "sense": one.sense,
        "sense_words": senses()[one.sense],
        "passages": list(one.passages),
    }


def _round(value: float) -> float:
    """Return a number with as many digits as mean something on a screen."""
    return float(f"{value:.3g}") if abs(value) < 10 else round(float(value), 1)


def _theatre(n: int, side: str, seen: Seen, since: dict[int, int | None], choice: Choice) -> dict[str, Any]:
    there = seen.there
    level, inside = round(float(there["crisis_level"][n])), bool(there["in_orbit"][n] > CALM)
    washington = side == "washington"
    effort = float(there["effort_seen" if washington else "effort"][n])
    low, high = band(effort, spread()) if washington else (effort, effort)
    force = float(there["counterforce"][n]) if washington else None
    openness = None if washington else float(there["openness_seen"][n])
    influence = float(there["influence"][n])
    return {
        "index": n,
        "orbit": inside,
        "crisis": level,
        "crisis_words": LEVELS[level],
        "since": since[n],
        "effort": round(effort, 5),
        "effort_low": round(low, 5),
        "effort_high": round(high, 5),
        "force": None if force is None else round(force, 5),
        "influence": round(influence, 3),
        "openness": None if openness is None else round(openness, 3),
        "points": dict(choice.places).get(n, 0),
        "stance": dict(choice.stands).get(n, rules.side(side).stance_neutral) if level else None,
        "words": _place_words(inside, effort, force, openness, influence, side),
    }


def _place_words(
    inside: bool, effort: float, force: float | None, openness: float | None, influence: float, side: str
) -> str:
    if inside:
        return "In the Soviet orbit." if side == "washington" else "With us, in the orbit."
    party = f"Communist strength about {round(100 * influence)} in 100."
    if side == "moscow":
        shut = openness if openness is not None else 0.0
        state = "open" if shut > 0.66 else "half open" if shut > 0.33 else "shut by force"
        return f"Judged {state} at the last review. {party}"
    held = force or 0.0
    if max(effort, held) < 0.002:
        return f"Quiet, as far as can be seen. {party}"
    if effort > PRESSED * held:
        return f"Pressed harder than it is held, as far as can be seen. {party}"
    if held > PRESSED * effort:
        return f"Held: more force stands there than pressure is seen. {party}"
    return f"Pressure and force are about even, as far as can be seen. {party}"


def _crisis(side: str, n: int, seen: Seen, since: int | None) -> dict[str, Any]:
    level = round(float(_levels(seen)[n]))
    name = _theatres().name[n]
    begun = f", since {season(since).lower()}" if since is not None else ""
    said = f"{name}: {LEVELS[level]}{begun}."
    if side == "washington":
        effort, force = float(seen.there["effort_seen"][n]), float(seen.there["counterforce"][n])
        said += f" Your force there is thought to be {_against(force, effort)}."
    else:
        shut = float(seen.there["openness_seen"][n])
        judged = "little" if shut > 0.66 else "some" if shut > 0.33 else "much"
        said += f" At the last review {judged} force was judged to stand there."
    return {"index": int(n), "level": level, "since": since, "words": said}


def _against(force: float, effort: float) -> str:
    ratio = force / max(effort, 1e-6)
    if ratio > 2.0:
        return "more than twice theirs"
    if ratio > PRESSED:
        return "somewhat above theirs"
    if ratio > 1.0 / PRESSED:
        return "about equal to theirs"
    if ratio > 0.5:
        return "somewhat below theirs"
    return "less than half of theirs"


def _told(played: Trajectory, number: int) -> list[dict[str, Any]]:
    """Return what the side learns of a quarter, in words."""
    allowed, stands = happenings(played.game.side), dict(played.game.in_force(number).stands)
    side = rules.side(played.game.side)
    told = []
    for one in happened(played, number):
        if one.kind in allowed:
            ordered = side.stances[stands.get(one.theatre, side.stance_neutral)].yields
            told.append(_entry(one, played.game.side, ordered))
    return told


OWN = {"washington": "west_yields", "moscow": "kremlin_yields"}


def _entry(one: Happening, side: str, ordered: bool = False) -> dict[str, Any]:
    """Return a happening in words; ``ordered``: whether the side had ordered to yield there."""
    entry = words()[one.kind]
    place = _theatres().name[one.theatre] if one.theatre >= 0 else ""
    text = entry.get(side, entry.get("both", "")).format(place=place, extra=one.extra)
    if one.kind == "succession" and one.extra:
        text += entry["violent"]
    if one.kind == OWN[side] and not ordered:
        text += entry["unordered"]
    return {
        "kind": one.kind,
        "index": one.theatre if one.theatre >= 0 else None,
        "month": month_name(one.month),
        "grave": bool(entry["grave"]),
        "words": text,
        "headline": _headed(entry, side).format(place=place),
        "passages": list(entry["passages"]),
    }


def _headed(entry: dict[str, Any], side: str) -> str:
    headline: str | dict[str, str] = entry["headline"]
    return headline if isinstance(headline, str) else headline[side]


def _quiet(game: Game) -> dict[str, Any]:
    month = max(3 * game.played - 1, 0)
    return {**_entry(Happening("quiet", month), game.side)}


GRAVITY = (
    "general_war", "broken_up", "escalation", "takeover", "west_yields", "crisis", "defection", "succession",
    "depression", "kremlin_yields", "line_soft", "belief",
)  # fmt: skip


def _headline(report: list[dict[str, Any]], game: Game) -> str:
    """Return the gravest thing of the quarter."""
    if not game.played:
        return "January 1947"
    order = {kind: place for place, kind in enumerate(GRAVITY)}
    every = sorted(report, key=lambda one: order.get(one["kind"], len(GRAVITY)))
    return str(every[0]["headline"]) if every else _headed(words()["quiet"], game.side)


def _ended(played: Trajectory) -> str:
    if played.war:
        return "General war has come, and there is nothing left to decide."
    if played.over:
        years = played.game.quarters // 4
        return f"{years} years have been played. What became of it all is in the debrief."
    return ""
