"""What a player sees: the standing of things, the theatres, the crises under way and the quarter's report.

Made only from what the side could see (:mod:`kennan.policies.observation`), what it has decided itself, and what it
learns of.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kennan.game.game import Choice, Game, cost, points_of
from kennan.game.happened import Happening, happened
from kennan.game.scene import Scene
from kennan.game.trajectory import Trajectory, walked
from kennan.policies import observation
from kennan.policies.observation import Sight, Told
from kennan.world.observe import Seen, band, see

PRESSED = 1.25  # one side is said to be ahead where it stands so many times above the other
LEVELS = ("", "a crisis", "a sharp crisis", "a grave crisis: war is possible", "on the edge of war")
CALM = 0.5


def words(there: Scene) -> dict[str, dict[str, Any]]:
    """Return what is written of each kind of happening, by kind."""
    return there.register("words.toml", "words of the game")


def view(game: Game) -> dict[str, Any]:
    """Return what the game's side sees after its last quarter, as plain data.

    Raises
    ------
    BadInput : the game goes on after general war.
    """
    return of(walked(game))


def of(played: Trajectory) -> dict[str, Any]:
    """Return what the side of a walked game sees at its end."""
    game, there, calendar = played.game, played.game.scene, played.game.calendar
    seen = [see(game.side, stood) for stood in played.stood]
    told = [_told(played, number) for number in range(game.played)]
    since = _since(played)
    side, choice = game.rules, carried(played)
    under_way = [int(n) for n in np.flatnonzero(_levels(seen[-1]) > CALM)]
    report = told[-1] if told else []
    return {
        "quarter": game.played,
        "quarters": game.quarters,
        "over": played.over,
        "date": calendar.month_code(3 * game.played),
        "season": calendar.season(game.played),
        "ended_words": _ended(played),
        "why_stopped": next((one["words"] for one in report if one["grave"]), ""),
        "standing": [_standing(*one, seen, there) for one in observation.for_player(game.side)],
        "theatres": [_theatre(n, game, seen[-1], since, choice) for n in range(len(there.codes))],
        "crises": [_crisis(game, n, seen[-1], since[n]) for n in under_way],
        "report": report or ([_quiet(game)] if told else []),
        "headline": _headline(report, game),
        "chronicle": [
            {
                "quarter": number,
                "season": calendar.season(number),
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


def _standing(one: Sight, told: Told, seen: list[Seen], there: Scene) -> dict[str, Any]:
    """Return one number with its band and its course so far."""
    value, low, high = seen[-1].world[one.name]
    return {
        "name": one.name,
        "quantity": one.quantity,
        "label": there.said(told.label),
        "sentence": there.said(told.sentence),
        "unit": there.said(told.unit),
        "value": _round(value),
        "low": _round(low),
        "high": _round(high),
        "before": _round(seen[-2 if len(seen) > 1 else -1].world[one.name][0]),
        "series": [_round(past.world[one.name][0]) for past in seen],
        "scale": list(told.scale),
        "good": told.good,
        "sense": one.sense,
        "sense_words": there.said(observation.senses()[one.sense]),
        "passages": list(one.passages),
    }


def _round(value: float) -> float:
    """Return a number with as many digits as mean something on a screen."""
    return float(f"{value:.3g}") if abs(value) < 10 else round(float(value), 1)


def _theatre(n: int, game: Game, seen: Seen, since: dict[int, int | None], choice: Choice) -> dict[str, Any]:
    there, ours = seen.there, game.side == "open"
    level, inside = round(float(there["crisis_level"][n])), bool(there["in_orbit"][n] > CALM)
    effort = float(there["effort_seen" if ours else "effort"][n])
    low, high = band(effort, observation.spread()) if ours else (effort, effort)
    force = float(there["counterforce"][n]) if ours else None
    openness = None if ours else float(there["openness_seen"][n])
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
        "stance": dict(choice.stands).get(n, game.rules.stance_neutral) if level else None,
        "words": game.scene.tell(_place_words(inside, effort, force, openness, influence, game.side)),
    }


def _place_words(
    inside: bool, effort: float, force: float | None, openness: float | None, influence: float, side: str
) -> str:
    if inside:
        return "In the Soviet orbit." if side == "open" else "With us, in the orbit."
    party = f"Communist strength about {round(100 * influence)} in 100."
    if side == "closed":
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


def _crisis(game: Game, n: int, seen: Seen, since: int | None) -> dict[str, Any]:
    level = round(float(_levels(seen)[n]))
    name = game.scene.theatres.name[n]
    begun = f", since {game.calendar.season(since).lower()}" if since is not None else ""
    said = f"{name}: {LEVELS[level]}{begun}."
    if game.side == "open":
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
    allowed, stands = observation.happenings(played.game.side), dict(played.game.in_force(number).stands)
    side = played.game.rules
    told = []
    for one in happened(played, number):
        if one.kind in allowed:
            ordered = side.stances[stands.get(one.theatre, side.stance_neutral)].yields
            told.append(_entry(one, played.game, ordered))
    return told


OWN = {"open": "west_yields", "closed": "kremlin_yields"}


def _entry(one: Happening, game: Game, ordered: bool = False) -> dict[str, Any]:
    """Return a happening in words; ``ordered``: whether the side had ordered to yield there."""
    side, entry = game.side, words(game.scene)[one.kind]
    place = game.scene.theatres.name[one.theatre] if one.theatre >= 0 else ""
    text = entry.get(side, entry.get("both", "")).format(place=place, extra=one.extra)
    if one.kind == "succession" and one.extra:
        text += entry["violent"]
    if one.kind == OWN[side] and not ordered:
        text += entry["unordered"]
    return {
        "kind": one.kind,
        "index": one.theatre if one.theatre >= 0 else None,
        "month": game.calendar.month_code(one.month),
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
    return {**_entry(Happening("quiet", month), game)}


GRAVITY = (
    "general_war", "broken_up", "escalation", "takeover", "west_yields", "crisis", "departure", "succession",
    "depression", "kremlin_yields", "line_soft", "belief",
)  # fmt: skip


def _headline(report: list[dict[str, Any]], game: Game) -> str:
    """Return the gravest thing of the quarter."""
    if not game.played:
        return game.calendar.month_name(0)
    order = {kind: place for place, kind in enumerate(GRAVITY)}
    every = sorted(report, key=lambda one: order.get(one["kind"], len(GRAVITY)))
    return str(every[0]["headline"]) if every else _headed(words(game.scene)["quiet"], game.side)


def _ended(played: Trajectory) -> str:
    if played.war:
        return "General war has come, and there is nothing left to decide."
    if played.over:
        years = played.game.quarters // 4
        return f"{years} years have been played. What became of it all is in the debrief."
    return ""
