"""Advisers who disagree: each has beliefs and cares of his own, and rests on a small set of simulated worlds.

An adviser never meets the player's world. He takes worlds of the same seed that fit his beliefs (later ones, which the
game and its debrief do not use), walks them under the choices that were made, keeps those whose visible course was most
like what the side has seen, lays what the side sees today over them, and tries each move there for three years. What he
says follows from the game alone: the same game gives the same advice.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import numpy as np

from kennan.game import quarter as engine
from kennan.game.as_policy import policy
from kennan.game.game import Choice, Game
from kennan.game.options import Option, options
from kennan.game.scene import ARTICLE, scene
from kennan.game.trajectory import walked
from kennan.game.view import carried
from kennan.model import chance
from kennan.policies import observation
from kennan.scenarios.load import Chosen
from kennan.world.observe import READ, Seen, see

YEAR = 4  # quarters over which events are counted
LEAST = 0.002  # influence is never less, as in the register of quantities
TOLD = 0.05  # what is told in tenths may lie so far off


@dataclass(frozen=True)
class Adviser:
    """One adviser: quantiles of numbers that he takes for true; what he cares for: (label, quantity, times, weight)."""

    name: str
    title: str
    cares: str
    believes: str
    region: dict[str, tuple[float, float]]
    aims: tuple[tuple[str, str, float, float], ...]
    passages: tuple[str, ...]


@dataclass(frozen=True)
class _Settings:
    years: int
    looked_at: int
    drawn_from: int
    first_world: int
    candidates: int
    notable: float
    lead: int


def _data(chosen: Chosen = ARTICLE) -> dict[str, Any]:
    return scene(chosen).register("advisers.toml", "list of advisers")


@cache
def settings() -> _Settings:
    """Return how advisers look, as ``advisers.toml`` says it."""
    return _Settings(**_data()["settings"])


@lru_cache(maxsize=32)
def advisers(side: str, chosen: Chosen = ARTICLE) -> tuple[Adviser, ...]:
    """Return the advisers of a side, in the words of a scenario."""
    found = []
    for name, table in _data(chosen)[side].items():
        region = {parameter: (float(a), float(b)) for parameter, (a, b) in table["region"].items()}
        aims = tuple((str(x[0]), str(x[1]), float(x[2]), float(x[3])) for x in table["aims"])
        found.append(
            Adviser(name, **{**table, "region": region, "aims": aims, "passages": tuple(table["passages"])})
        )
    return tuple(found)


@lru_cache(maxsize=64)
def worlds_of(adviser: str, side: str, seed: int) -> tuple[int, ...]:
    """Return the numbers of the worlds of a seed that fit an adviser's beliefs, the first 128 of them."""
    given, known = next(one for one in advisers(side) if one.name == adviser), settings()
    numbers = np.arange(known.first_world, known.first_world + known.candidates)
    fits = np.ones(len(numbers), bool)
    for parameter, (low, high) in given.region.items():
        at = chance.uniform(seed, numbers, "parameter " + parameter)
        fits &= (low <= at) & (at <= high)
    return tuple(int(n) for n in numbers[fits][: known.drawn_from])


def advise(game: Game, draft: Choice | None = None) -> Iterator[dict[str, Any]]:
    """Say what each adviser thinks of the moves of the coming quarter, one line after the other.

    Yields
    ------
    ``{"progress": [done, all], "words": ...}`` before each, ``{"adviser": ..., "options": [...]}`` after each, with
    the moves that he speaks of by name; at last ``{"result": {"advisers", "options", "agree", "words"}}``.

    Raises
    ------
    BadInput : the game goes on after general war.
    """
    played = walked(game)
    side, standing = game.rules, carried(played)
    seen = [see(game.side, stood) for stood in played.stood]
    moves = options(side, game.scene, standing, seen[-1], None if draft in (None, standing) else draft)
    told = [move.as_dict(standing) for move in moves]
    every, said = advisers(game.side, game.scenario), []
    for number, one in enumerate(every):
        yield {"progress": [number, len(every)], "words": f"{one.title} looks at worlds like yours"}
        said.append(_heard(one, game, seen, moves))
        yield {"adviser": said[-1], "options": told}
    yield {
        "result": {
            "advisers": said,
            "options": told,
            "agree": len({one["recommends"] for one in said}) == 1,
            "words": _summed_up(said, moves),
        }
    }


def _heard(one: Adviser, game: Game, seen: list[Seen], moves: tuple[Option, ...]) -> dict[str, Any]:
    """Return what one adviser says, as plain data."""
    luck = engine.luck(game.seed, worlds_of(one.name, game.side, game.seed), game.scenario)
    state, near = _now(game, seen, luck)
    ends = [_tried(game, move, state, luck) for move in moves]
    worth = [sum(aim[3] * end[aim[1]][near] for aim in one.aims) for end in ends]
    gain = [value - worth[0] for value in worth]
    weighed = [_weighed(one, moves[n], ends, n, gain[n], near) for n in range(len(moves))]
    best = _best(gain, weighed)
    return {
        "name": one.name,
        "title": one.title,
        "says": _says(one, moves, best, weighed),
        "recommends": moves[best].name,
        "because": _because(moves[best], weighed[best], weighed),
        "passages": list(one.passages),
        "worlds": len(near),
        "drawn_from": len(set(luck.worlds.tolist())),
        "numbers": [int(luck.worlds[n]) for n in near],
        "believes": one.believes,
        "cares": one.cares,
        "options": weighed,
    }


def _best(gain: list[np.ndarray], weighed: list[dict[str, Any]]) -> int:
    """Return the number of the move that does most in the mean, one world counting for no more than one; 0 in doubt."""
    means = [float(np.clip(one, -1.0, 1.0).mean()) for one in gain]
    clear = [
        n
        for n, one in enumerate(weighed)
        if one["better"] - one["worse"] >= settings().lead and means[n] > settings().notable
    ]
    return max(clear, key=lambda n: (round(means[n], 6), -n), default=0)


def _now(game: Game, seen: list[Seen], luck: engine.Luck) -> tuple[dict[str, Any], np.ndarray]:
    """Return his worlds as they stand today with what the side sees laid over them, and which are most like ours."""
    ground = engine.ground(game.scenario)
    times = ground.months(policy(game), max(engine.MONTHS * game.played, 1))
    state = ground.set_out(luck, times)
    course = [_row(game.side, state, ground)]
    for number in range(game.played):
        state = ground.walk(state, luck, number, times).state
        course.append(_row(game.side, state, ground))
    near = _nearest(np.stack(course), np.array([_own(game.side, one) for one in seen]))
    return _laid_over(game.side, state, seen[-1], ground), near


def _row(side: str, state: dict[str, Any], ground: engine.Ground) -> np.ndarray:
    """Return what the side would see of each of his worlds [sight, world], without the coarseness."""
    rows, table = ground.rows, np.asarray(state["world"])
    found = []
    for one, _ in observation.for_player(side):
        name = one.quantity
        found.append(READ[one.of](table[rows[name]] if name in rows else np.asarray(state[name])))
    return np.stack(found)


def _own(side: str, seen: Seen) -> list[float]:
    return [seen.world[one.name][0] / told.times for one, told in observation.for_player(side)]


def _nearest(course: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Return the columns of the worlds whose course [quarter, sight, world] was most like ours [quarter, sight]."""
    count = settings().looked_at
    apart = np.abs(course - own[:, :, None])
    usual = course.std(2).mean(0) + 1e-6
    far = (apart.mean(0) / usual[:, None]).sum(0)
    # a chunk that was filled up repeats its first world: each world once
    unique = (
        np.unique(course[-1], axis=1, return_index=True)[1] if len(course) > 1 else np.arange(course.shape[2])
    )
    order = [n for n in np.lexsort((np.arange(len(far)), far)) if n in set(unique.tolist())]
    return np.array(sorted(order[:count]))


def _laid_over(side: str, state: dict[str, Any], seen: Seen, ground: engine.Ground) -> dict[str, Any]:
    """Return his worlds with what the side sees today in place of their own; what it cannot see stays theirs."""
    names, rows = observation.laid(side), ground.rows
    table = np.array(state["world"])
    known = {one.quantity: (one, told) for one, told in observation.for_player(side)}
    coarse = {one.quantity for one in observation.there(side) if one.error == "tenths"}
    for name in names["world"]:
        own, tenths = table[rows[name]], False
        if name in known:
            one, told = known[name]
            value, tenths = seen.world[one.name][0] / told.times, told.error == "tenths"
        else:
            value = seen.flags[name]
        table[rows[name]] = np.where(np.abs(own - value) <= TOLD, own, value) if tenths else value
    changed: dict[str, Any] = {**state, "world": table}
    for name in names["theatre"]:
        worlds, now = np.array(state[name]), seen.there[name][:, None]
        if name in coarse:
            changed[name] = np.where(np.abs(worlds - now) <= TOLD, worlds, np.maximum(now, LEAST))
        else:
            changed[name] = now + 0.0 * worlds
    if side == "open":
        changed["effort"] = _behind(np.array(state["misjudgement"]), changed["effort_seen"])
    free = changed["in_orbit"] < 0.5
    changed["influence"] = np.where(free, np.minimum(changed["influence"], 0.98), 1.0)
    changed["effort"] = np.where(free, changed["effort"], 0.0)
    step = changed.pop("step")
    return {name: np.asarray(value, np.float32) for name, value in changed.items()} | {"step": step}


def _behind(misjudgement: np.ndarray, effort_seen: np.ndarray) -> np.ndarray:
    """Return the effort behind what is seen, if the picture is as wrong as in each of his worlds."""
    wide = observation.spread()
    return effort_seen * np.exp(np.clip(0.5 * wide * wide - misjudgement, -2.0, 2.0))


def _tried(game: Game, move: Option, state: dict[str, Any], luck: engine.Luck) -> dict[str, np.ndarray]:
    """Return what has become of his worlds [world] by quantity, some years after a move."""
    ahead = 4 * settings().years
    after = game.then(move.choice, *(None,) * (ahead - 1))
    ground = engine.ground(game.scenario)
    times = ground.months(policy(after), engine.MONTHS * after.played)
    counted = np.zeros((len(ground.events), engine.WIDTH), np.float32)
    for number in range(game.played, after.played):
        made = ground.walk(state, luck, number, times)
        state = made.state
        if number < game.played + YEAR:
            counted += made.events.sum(0)
    table = np.asarray(state["world"])
    ends = {name: table[row] for name, row in ground.rows.items()}
    return ends | {name: counted[row] for name, row in ground.events.items() if name not in ends}


def _weighed(
    one: Adviser, move: Option, ends: list[dict[str, np.ndarray]], n: int, gain: np.ndarray, near: np.ndarray
) -> dict[str, Any]:
    notable = settings().notable
    better, worse = int((gain > notable).sum()), int((gain < -notable).sum())
    return {
        "name": move.name,
        "better": better,
        "worse": worse,
        "same": len(near) - better - worse,
        "of": len(near),
        "measures": [
            {
                "name": state,
                "label": label,
                "value": _short(times * ends[n][state][near].mean()),
                "low": _short(times * np.quantile(ends[n][state][near], 0.1)),
                "high": _short(times * np.quantile(ends[n][state][near], 0.9)),
                "as_before": _short(times * ends[0][state][near].mean()),
                "good": "high" if weight > 0 else "low",
            }
            for label, state, times, weight in one.aims
        ],
    }


def _short(value: float) -> float:
    return float(f"{float(value):.3g}") if math.isfinite(value) else 0.0


def _because(best: Option, chosen: dict[str, Any], weighed: list[dict[str, Any]]) -> str:
    years = settings().years
    if best.name != "as_before":
        return (
            f"In {chosen['better']} of {chosen['of']} worlds like ours it is better after {years} years than going on "
            f"as before, and worse in {chosen['worse']}, by what I care for."
        )
    rest = [one for one in weighed if one["name"] != "as_before"]
    if not rest:
        return "There is nothing else to weigh."
    nearest = max(rest, key=lambda one: one["better"] - one["worse"])
    said = (
        f"No other move I looked at is clearly better after {years} years: the best of them is better in "
        f"{nearest['better']} of {nearest['of']} worlds like ours, and worse in {nearest['worse']}"
    )
    ahead = nearest["better"] - nearest["worse"] >= settings().lead  # in number, though not in the mean
    return said + ("; in the mean it gains next to nothing." if ahead else ".")


def _says(one: Adviser, moves: tuple[Option, ...], best: int, weighed: list[dict[str, Any]]) -> str:
    """Return why: what moves most of what he cares for, and what he would do least of all; "" where neither is.

    What he recommends, and in how many worlds it is better, is said beside it and not here again.
    """
    said, chosen = [], weighed[best]
    if best:
        moved = max(
            zip(one.aims, chosen["measures"], strict=True),
            key=lambda pair: abs(pair[0][3] * (pair[1]["value"] - pair[1]["as_before"]) / pair[0][2]),
        )[1]
        said.append(f"{moved['label']}: {moved['value']:g} in the mean, {moved['as_before']:g} as before.")
    against = min(range(len(moves)), key=lambda n: weighed[n]["better"] - weighed[n]["worse"])
    if against != best and weighed[against]["worse"] > weighed[against]["better"]:
        bad = weighed[against]
        said.append(f"Least of all: {moves[against].label.lower()}, worse in {bad['worse']} of {bad['of']}.")
    return " ".join(said)


def _summed_up(said: list[dict[str, Any]], moves: tuple[Option, ...]) -> str:
    label = {move.name: move.label for move in moves}
    if len({one["recommends"] for one in said}) == 1:
        return f"All three say the same: {label[said[0]['recommends']].lower()}."
    return (
        "; ".join(f"{one['title'].lower()}: {label[one['recommends']].lower()}" for one in said).capitalize()
        + "."
    )


def ask(
    game: Game, draft: Choice | None = None, heard: Callable[[dict[str, Any]], None] | None = None
) -> dict[str, Any]:
    """Return the result of :func:`advise`; ``heard`` is told every line."""
    result: dict[str, Any] = {}
    for line in advise(game, draft):
        if heard:
            heard(line)
        result = line.get("result", result)
    return result
