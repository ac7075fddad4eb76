"""The rules as the page draws them: every control, step, cost and limit as plain data, so that none stands twice."""

from __future__ import annotations

from typing import Any

from kennan import scenarios
from kennan.game import opponents, rules
from kennan.game.advisers import advisers
from kennan.game.scene import ARTICLE, Scene, scene
from kennan.game.view import words
from kennan.scenarios.load import Chosen


def told(chosen: Chosen = ARTICLE) -> dict[str, Any]:
    """Return the rules of the game as plain data; the same for every game of a scenario."""
    there = scene(chosen)
    theatres, calendar = there.theatres, there.calendar
    return {
        "version": rules.VERSION,
        "scenario": scenarios.name_of(scenarios.plain(chosen)),
        "start": {"year": calendar.year, "month": calendar.month, "words": calendar.month_name(0)},
        "end_year": there.end_year,
        "said": rules.said(chosen),
        "lengths": [vars(length) for length in rules.lengths(chosen).values()],
        "theatres": [
            {
                "index": n,
                "code": code,
                "name": theatres.name[n],
                "region": theatres.region[n],
                "lon": float(theatres.lon[n]),
                "lat": float(theatres.lat[n]),
                "prize": float(theatres.prize[n]),
                "orbit_at_start": bool(theatres.in_orbit[n] > 0.5),
            }
            for n, code in enumerate(theatres.code)
        ],
        "kinds": {kind: entry["label"] for kind, entry in words(there).items()},
        "sides": {name: _side(rules.side(name, chosen), there) for name in rules.SIDES},
    }


def _side(side: rules.Side, there: Scene) -> dict[str, Any]:
    kept = (
        "title", "sentence", "purse", "purse_label", "purse_sentence", "purse_why", "points", "points_label",
        "points_sentence", "points_why", "place_verb", "place_each", "place_why", "seen", "unseen", "fair", "first",
        "line_hard", "line_soft",
    )  # fmt: skip
    return {
        "seat": there.seats[side.name],
        **{name: getattr(side, name) for name in kept},
        "passages": list(side.passages),
        "settings": [_setting(one) for one in side.settings],
        "stances": [
            {"label": one.label, "sentence": one.sentence, "points": one.points, "why": one.why}
            for one in side.stances
        ],
        "stance_neutral": side.stance_neutral,
        "opponents": [_opponent(side.name, name, there) for name in opponents.of(side.name, there.chosen)],
        "opponent_default": side.opponent,
        "opponent_reads": _reads(side.name, there),
        "advisers": [
            {
                "name": one.name,
                "title": one.title,
                "believes": one.believes,
                "cares": one.cares,
                "passages": list(one.passages),
            }
            for one in advisers(side.name, there.chosen)
        ],
    }


def _reads(side: str, there: Scene) -> list[dict[str, Any]]:
    """Return what the opponent reads when it decides, decision by decision, as it is declared and tested."""
    every = there.register("opponent.toml", "information set of the opponent")
    if side == "closed":
        one = every["open"]
        return [{"decision": "policy", "sentence": one["sentence"], "reads": list(one["follows"])}]
    return [
        {"decision": name, "sentence": one["sentence"], "reads": [*one["west"], *one["levers"]]}
        for name, one in every["closed"].items()
    ]


def _setting(one: rules.Setting) -> dict[str, Any]:
    shown = next(iter(one.sets.values()))
    return {
        "name": one.name,
        "moves": list(one.sets),
        "label": one.label,
        "group": one.group,
        "sentence": one.sentence,
        "neutral": one.neutral,
        "steps": [
            {"label": label, "value": value, "cost": cost, "points": points}
            for label, value, cost, points in zip(one.labels, shown, one.cost, one.points, strict=True)
        ],
        "unit": one.unit,
        "passages": list(one.passages),
        "mark": "assumption",
        "why": one.why,
    }


def _opponent(side: str, name: str, there: Scene) -> dict[str, Any]:
    every = opponents.kremlins if side == "open" else opponents.policies_of
    one = every(there.chosen)[name]
    return {"name": name, "title": one.title, "sentence": one.sentence, "passages": list(one.passages)}
