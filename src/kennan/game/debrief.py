"""The debrief: what became of the world, what was luck, how others would have done, what the article would say.

Here what was hidden is told. Several measures and no score: what is good for a side is not one number.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Generator
from contextlib import AbstractContextManager, nullcontext
from importlib import resources
from typing import Any

import numpy as np

from kennan import toml
from kennan.faults import BadInput, Fault
from kennan.game.article import judged
from kennan.game.counterfactuals import (
    Measure,
    Simulate,
    Thousand,
    data,
    here,
    measures,
    others,
    shipped,
    title,
    under,
)
from kennan.game.game import Game
from kennan.game.scene import YEARS, Scene
from kennan.game.trajectory import Trajectory, walked
from kennan.game.turning import turning
from kennan.model.recorded import OUTCOMES
from kennan.policies import observation
from kennan.records.summary import in_hundred

YOURS = "yours"
EVENS = (0.05, 0.25, 0.5, 0.75, 0.95)


def _outcomes(there: Scene) -> dict[str, Any]:
    with resources.as_file(resources.files("kennan.model") / "outcomes.toml") as path:
        told: dict[str, Any] = there.said(toml.read(path, "list of outcomes").data)
        return told


def debrief(
    game: Game, simulate: Simulate = here, turn: AbstractContextManager[None] | None = None
) -> Generator[dict[str, Any], None, None]:
    """Debrief a game, finished or as far as it has been played.

    Parameters
    ----------
    simulate : walks the thousand worlds of a plan.
    turn : entered while this thread walks quarters itself, so that a server can say how many do that at once.

    Yields
    ------
    ``{"progress": [done, all], "words": ...}``, at last ``{"result": {...}}``.

    Raises
    ------
    BadInput : nothing has been played, or the game goes on after general war.
    """
    if not game.played:
        do = "play a quarter first"
        raise BadInput(Fault("the game has no choices", "game.choices", "at least one", do=do))
    played = walked(game)
    end, names = 3 * game.played, others(game)
    steps = len(names) + 1 + 2
    yield {"progress": [0, steps], "words": "Your choices in 1,000 worlds"}
    own = under(game, end, simulate)
    every = {YOURS: own}
    for number, name in enumerate(names, 1):
        yield {"progress": [number, steps], "words": f"{title(game, name)} in the same 1,000 worlds"}
        every[name] = shipped(game, name, end, simulate)
    turns: list[dict[str, Any]] = []
    with turn or nullcontext():
        for line in turning(played, end):
            if isinstance(line, list):
                turns = line
            else:
                done, many = line["progress"]
                yield {**line, "progress": [len(names) + 1 + round(2 * done / many, 2), steps]}
    yield {"result": _result(played, every, turns)}


def ask(game: Game, heard: Callable[[dict[str, Any]], None] | None = None) -> dict[str, Any]:
    """Return the result of :func:`debrief`; ``heard`` is told every line."""
    result: dict[str, Any] = {}
    for line in debrief(game):
        if heard:
            heard(line)
        result = line.get("result", result)
    return result


def _result(played: Trajectory, every: dict[str, Thousand], turns: list[dict[str, Any]]) -> dict[str, Any]:
    game, own, w = played.game, every[YOURS], played.game.world
    told = [_measure(one, own, w) for one in measures(game.side, game.scenario)]
    policies = [_policy(name, each, game, own) for name, each in every.items()]
    ending = _ending(played, own)
    article = judged(played)
    luck = _luck(game, every, told[0])
    return {
        "ending": ending,
        "long": _long(game, own),
        "measures": told,
        "luck": luck,
        "endings": [{"code": name, "label": _outcomes(game.scene)[name]["title"]} for name in OUTCOMES],
        "policies": policies,
        "article": article,
        "turning": turns,
        "revealed": _revealed(played),
        "finished": played.over,
        "story": _story(played, ending, told[0], article, luck),
    }


def _ending(played: Trajectory, own: Thousand) -> dict[str, Any]:
    code = OUTCOMES[int(own.endings[played.game.world])]
    there, calendar = played.game.scene, played.game.calendar
    entry = _outcomes(there)[code]
    end = calendar.season(played.game.played - 1).lower()
    stood = played.stood[-1]
    same = int((own.endings == own.endings[played.game.world]).sum())
    last = calendar.month_name(12 * YEARS)
    words = f"{entry['sentence']} That is how your world stands in {last}, if your last settings go on."
    if played.war:
        words = f"{entry['sentence']} It came in {end}. What follows a general war is beyond the article."
    words += f" So it ended in {same} of 1,000 worlds under the same choices."
    west = there.tell("the West")
    at_end = f"At the end of {end} {100 * stood['orbit']:.1f} of 100 lay in the orbit, pressure stood at "
    at_end += f"{stood['pressure']:.2f} ({calendar.year}: 1), and {west}'s unity at "
    at_end += f"{100 * stood['western_unity']:.0f} of 100."
    return {
        "code": code,
        "label": entry["title"],
        "words": words,
        "end_words": at_end,
        "year": there.end_year,
        "passages": list(entry["passages"]),
        "of_1000": same,
    }


def _measure(one: Measure, own: Thousand, world: int) -> dict[str, Any]:
    """Return where the player's world lies among a thousand under the same choices."""
    values = own.measures[one.name]
    mine = float(values[world])
    sign = 1.0 if one.good == "high" else -1.0
    worse = int((sign * values < sign * mine).sum())
    better = int((sign * values > sign * mine).sum())
    same = len(values) - worse - better
    words = f"Your world came out better than {worse:,} of 1,000 under the same choices"
    words += f", worse than {better:,} and like {same:,}." if same > 1 else f" and worse than {better:,}."
    if same == len(values):
        words = "As in all 1,000 worlds under the same choices."
    return {
        "name": one.name,
        "label": one.label,
        "unit": one.unit,
        "good": one.good,
        "yours": _digits(mine),
        "of": len(values),
        "worse_than_yours": worse,
        "better_than_yours": better,
        "like_yours": same,
        "quantiles": [_digits(q) for q in np.quantile(values, EVENS)],
        "words": words,
    }


def _policy(name: str, each: Thousand, game: Game, own: Thousand) -> dict[str, Any]:
    counts = [int((each.endings == n).sum()) for n in range(len(OUTCOMES))]
    mine = name == YOURS
    ending = OUTCOMES[int(each.endings[game.world])]
    first = measures(game.side, game.scenario)[0]
    here, yours = float(each.measures[first.name][game.world]), float(own.measures[first.name][game.world])
    words = f"In your own world: {_small(first.label)} {here:.1f}"
    words += "." if mine else f", as you played {yours:.1f}."
    words += f" In {game.scene.end_year}: {_outcomes(game.scene)[ending]['title'].lower()}."
    return {
        "name": name,
        "title": "Your choices" if mine else title(game, name),
        "yours": mine,
        "ending": ending,
        "counts": counts,
        "shares": shares(counts),
        "measures": [
            {
                "name": one.name,
                "same_world": _digits(float(each.measures[one.name][game.world])),
                "low": _digits(float(np.quantile(each.measures[one.name], 0.05))),
                "median": _digits(float(np.median(each.measures[one.name]))),
                "high": _digits(float(np.quantile(each.measures[one.name], 0.95))),
            }
            for one in measures(game.side, game.scenario)
        ],
        "words": words,
    }


def shares(counts: list[int]) -> list[int]:
    """Return counts as whole numbers of 100 that sum to 100, as every table has them."""
    return in_hundred([count / sum(counts) for count in counts])


def _luck(game: Game, every: dict[str, Thousand], first: dict[str, Any]) -> dict[str, Any]:
    """Say how much of the result was luck: the spread between worlds against the spread between policies."""
    name = first["name"]
    medians = {key: float(np.median(one.measures[name])) for key, one in every.items() if key != YOURS}
    low, high = (float(q) for q in np.quantile(every[YOURS].measures[name], (0.05, 0.95)))
    between = max(medians.values()) - min(medians.values())
    best = (max if first["good"] == "high" else min)(medians, key=lambda key: medians[key])
    share = first["worse_than_yours"] / first["of"]
    kind = (
        "lucky"
        if share > 0.7
        else "unlucky"
        if share < 0.3 and first["better_than_yours"] > 300
        else "ordinary"
    )
    middle = float(np.median(every[YOURS].measures[name]))
    if between >= 0.05:
        told = (
            f"Between the shipped policies the middle worlds differ by {between:.1f}; the best of them by this measure "
            f"is {_small(title(game, best))} with {medians[best]:.1f}, and"
        )
    else:
        told = f"The middle worlds of all the shipped policies have {medians[best]:.1f} alike;"
    words = (
        f"By one measure ({_small(first['label'])}) your world was {kind}: it came out better than "
        f"{first['worse_than_yours']:,} of 1,000 under the same choices. Nine in ten of those worlds lie between "
        f"{low:.1f} and {high:.1f}: luck is worth {high - low:.1f}. {told} the middle world under your choices has "
        f"{middle:.1f}."
    )
    return {
        "words": words,
        "share": round(share, 3),
        "kind": kind,
        "of_luck": _digits(high - low),
        "of_policy": _digits(between),
        "best": best,
    }


def _long(game: Game, own: Thousand) -> dict[str, Any]:
    seen = observation.told(game.side)
    found = []
    for one in data(game.scenario)["series"]:
        course = one["times"] * own.courses[one["name"]]
        low, mid, high = np.quantile(course, (0.05, 0.5, 0.95), axis=1)
        found.append(
            {
                "name": one["name"],
                "label": one["label"],
                "hidden": one["name"] not in seen,
                "values": [_digits(v) for v in course[:, game.world]],
                "low": [_digits(v) for v in low],
                "mid": [_digits(v) for v in mid],
                "high": [_digits(v) for v in high],
                "decided_until": game.played / 4,
                **_registered(one["name"], game.scene),
            }
        )
    return {"years": [game.calendar.year + n for n in range(YEARS + 1)], "series": found}


def _registered(name: str, there: Scene) -> dict[str, Any]:
    from kennan.model import quantities

    one = quantities.load()[name]
    return {"sentence": there.tell(one.sentence), "passages": list(one.passages)}


def _revealed(played: Trajectory) -> list[dict[str, Any]]:
    found = []
    for one in data(played.game.scenario)["revealed"]:
        value = float(played.stood[-1][one["name"]])
        place = sum(value >= mark for mark in one["marks"])
        found.append(
            {
                "name": one["name"],
                "label": one["label"],
                "value": _digits(100.0 * value),
                "words": one["words"][place],
                "passages": list(one["passages"]),
            }
        )
    return found


def _story(
    played: Trajectory,
    ending: dict[str, Any],
    first: dict[str, Any],
    article: list[dict[str, Any]],
    luck: dict[str, Any],
) -> str:
    side, there = played.game.rules, played.game.scene
    years = played.game.played / 4
    said = f"You decided for {side.title} for {years:g} years. {first['label']}: {first['yours']:g} {first['unit']}; "
    said += f"your world was {luck['kind']}."
    if played.war:
        said += f" It ended in general war in {there.calendar.season(played.game.played - 1).lower()}."
    else:
        said += f" In {there.end_year} it stands at {_small(ending['label'])}."
    broken = [one["title"].lower() for one in article if one["verdict"] == "broken"]
    kept = sum(one["verdict"] == "kept" for one in article)
    said += f" Of the article's rules that were put to the test you kept {kept}"
    said += f" and broke {len(broken)}: {', '.join(broken)}." if broken else " and broke none."
    return said


def _small(label: str) -> str:
    return label[0].lower() + label[1:]


def _digits(value: float) -> float:
    """Return a number with as many digits as mean something."""
    number = float(value)
    return float(json.dumps(float(f"{number:.3g}"))) if abs(number) < 100 else round(number, 1)
