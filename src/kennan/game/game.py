"""A game: scenario, side, seed, world, opponent, length, and the choices so far. Nothing else is ever kept.

Comes in: plain data, as a link or a request carries it. Goes out: a checked, frozen :class:`Game`, or everything that
is wrong with the data at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from kennan import scenarios
from kennan.article import fields
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.game import opponents, rules
from kennan.game.calendar import Calendar
from kennan.game.scene import ARTICLE, Scene, scene
from kennan.scenarios.load import Chosen

FIELDS = ("v", "scenario", "side", "seed", "world", "opponent", "length", "choices")
AS_BEFORE = 0


@dataclass(frozen=True)
class Choice:
    """What a side decides in one quarter.

    ``settings``: a step for each setting of the side; ``places``: points by theatre number; ``stands``: step of stance
    by theatre number, of crises about which something is said. Both ascending, as pairs.
    """

    settings: tuple[int, ...]
    places: tuple[tuple[int, int], ...] = ()
    stands: tuple[tuple[int, int], ...] = ()

    def record(self) -> list[list[int]]:
        """Return the choice as a game's record holds it."""
        flat = [[number for pair in pairs for number in pair] for pairs in (self.places, self.stands)]
        return [list(self.settings), *flat]


@dataclass(frozen=True)
class Game:
    """One game, as far as it has been played. A choice that is None means: as before.

    ``side`` is "open" or "closed"; ``scenario`` a shipped one by its name, any other in full.
    """

    side: str
    seed: int
    world: int
    opponent: str
    length: str
    choices: tuple[Choice | None, ...] = ()
    scenario: Chosen = ARTICLE

    @property
    def scene(self) -> Scene:
        """The scenario as the game takes it."""
        return scene(self.scenario)

    @property
    def calendar(self) -> Calendar:
        """What quarters and months are called."""
        return self.scene.calendar

    @property
    def rules(self) -> rules.Side:
        """What the side can do."""
        return rules.side(self.side, self.scenario)

    @property
    def quarters(self) -> int:
        """Quarters of the whole game."""
        return rules.lengths()[self.length].quarters

    @property
    def played(self) -> int:
        """Quarters that have been played."""
        return len(self.choices)

    def in_force(self, quarter: int) -> Choice:
        """Return what holds in a quarter (from 0): settings and places are carried over by "as before", stands are not.

        A stand is taken for a quarter, so that nobody is firm by oversight in a crisis that nobody foresaw.
        """
        for back in range(min(quarter, self.played - 1), -1, -1):
            if (choice := self.choices[back]) is not None:
                return choice if back == quarter else replace(choice, stands=())
        return Choice(self.rules.neutral)

    def until(self, quarter: int) -> Game:
        """Return the game as it stood after so many quarters."""
        return replace(self, choices=self.choices[:quarter])

    def then(self, *choices: Choice | None) -> Game:
        """Return the game with more choices."""
        return replace(self, choices=(*self.choices, *choices))

    def as_dict(self) -> dict[str, Any]:
        """Return the game as plain data, as :func:`read` takes it."""
        records = [AS_BEFORE if choice is None else choice.record() for choice in self.choices]
        head = {name: getattr(self, name) for name in FIELDS[2:-1]}
        said = {"v": rules.VERSION, "scenario": scenarios.plain(self.scenario), **head}
        return {**said, "choices": records}


def read(data: Any, scenario: Chosen | None = None) -> Game:
    """Return the game that plain data describe.

    Parameters
    ----------
    data : as :meth:`Game.as_dict` gives them. ``side`` may also be called by its seat, as the scenario has it
        ("washington"); ``scenario`` may be left out.
    scenario : the only one that is played here, so that data need not hold it in full; None: any, and the article's
        own where the data say none.

    Raises
    ------
    BadInput : anything is wrong with it; all faults at once, each with its place.
    """
    if not isinstance(data, Mapping):
        raise BadInput(Fault(f"the game is {_shown(data)}", "game", "an object with " + ", ".join(FIELDS)))
    if "v" in data and data["v"] != rules.VERSION:
        do = "it was made by another version of kennan: open it there, or begin a new game"
        raise BadInput(
            Fault(f"the game is of version {_shown(data['v'])}", "game.v", f"version {rules.VERSION}", do=do)
        )
    faults = Faults()
    for name in data:
        if name not in FIELDS:
            faults.found.append(unknown("field of a game", str(name)[:60], FIELDS, "game"))
    if (world_of := _scenario(data.get("scenario"), scenario, faults)) is None:
        faults.raise_if_any()
    assert world_of is not None
    side = _side(data.get("side"), scene(world_of), faults)
    length = _name(data.get("length", "short"), "length", rules.lengths(), faults)
    known = opponents.of(side, world_of) if side else ()
    opponent = data.get("opponent") or (rules.side(side).opponent if side else "")
    if side:
        opponent = _name(opponent, "opponent", known, faults)
    seed = whole(data.get("seed"), "seed", rules.SEEDS - 1, "game.seed", faults)
    world = whole(data.get("world"), "world", rules.WORLDS - 1, "game.world", faults)
    most = rules.lengths()[length].quarters if length else max(x.quarters for x in rules.lengths().values())
    choices: tuple[Choice | None, ...] = ()
    if side:
        choices = _choices(data.get("choices", []), rules.side(side, world_of), scene(world_of), most, faults)
    faults.raise_if_any()
    return Game(side, seed, world, opponent, length, choices, world_of)


def _scenario(said: Any, only: Chosen | None, faults: Faults) -> Chosen | None:
    """Return the scenario of a game; where only one is played, it may be said by its name."""
    if only is None:
        try:
            return ARTICLE if said is None else scenarios.choose(said, files=False)
        except BadInput as error:
            faults.take(error)
            return None
    name = scenarios.name_of(scenarios.plain(only))
    if said is not None and (theirs := str(scenarios.name_of(said))[:60]) != name:
        what, do = f"the game is one of {theirs}", f"serve the scenario of the game: kennan serve {theirs}"
        faults.add(what, where="game.scenario", allowed=f"{name}, which is played here", do=do)
        return None
    return only


def _side(said: Any, where: Scene, faults: Faults) -> str:
    """Return the side that is meant, by its role or by its seat."""
    seats = {seat: role for role, seat in where.seats.items()}
    if isinstance(said, str) and said.lower() in seats:
        return seats[said.lower()]
    return _name(said, "side", (*rules.SIDES, *(seat for seat in seats if seat not in rules.SIDES)), faults)


def read_choice(data: Any, game: Game, where: str = "choice") -> Choice | None:
    """Return the choice that a record describes, for a game; None means: as before.

    Raises
    ------
    BadInput : anything is wrong with it; all faults at once.
    """
    faults = Faults()
    choice = _choice(data, game.rules, game.scene, where, faults)
    faults.raise_if_any()
    return choice


def _choices(
    data: Any, side: rules.Side, there: Scene, most: int, faults: Faults
) -> tuple[Choice | None, ...]:
    if not isinstance(data, list | tuple):
        faults.add(
            f"choices is {_shown(data)}", where="game.choices", allowed="a list with a record a quarter"
        )
        return ()
    if len(data) > most:
        allowed = f"at most {most}, one for each quarter"
        faults.add(f"there are {len(data)} choices", where="game.choices", allowed=allowed)
        return ()
    return tuple(_choice(record, side, there, f"game.choices[{n}]", faults) for n, record in enumerate(data))


def _choice(data: Any, side: rules.Side, there: Scene, where: str, faults: Faults) -> Choice | None:
    """Read one record, or note what is wrong with it."""
    if data == AS_BEFORE and not isinstance(data, bool | float | list):
        return None
    if not isinstance(data, list | tuple) or len(data) != 3:
        allowed = "0 (as before), or [settings, places, stands]"
        faults.add(f"the choice is {_shown(data)}", where=where, allowed=allowed)
        return None
    before = len(faults.found)
    settings = _settings(data[0], side, f"{where}[0]", faults)
    last = len(there.codes) - 1
    places = _pairs(data[1], last, side.points, f"{where}[1]", "points", 1, faults)
    stands = _pairs(data[2], last, len(side.stances) - 1, f"{where}[2]", "step of stance", 0, faults)
    if len(faults.found) > before:
        return None
    choice = Choice(settings, places, stands)
    spent, points = cost(choice, side), points_of(choice, side)
    if spent > side.purse:
        do = "take a step back somewhere"
        faults.add(
            f"the settings cost {spent} of {side.purse_label.lower()}",
            where=f"{where}[0]",
            allowed=f"at most {side.purse}",
            do=do,
        )
    if points > side.points:
        allowed = f"at most {side.points} for places, stands and settings together"
        faults.add(
            f"the choice takes {points} points of {side.points_label.lower()}", where=where, allowed=allowed
        )
    return choice


def cost(choice: Choice, side: rules.Side) -> int:
    """Return what a choice draws on the purse."""
    return sum(one.cost[step] for one, step in zip(side.settings, choice.settings, strict=True))


def points_of(choice: Choice, side: rules.Side) -> int:
    """Return the points that a choice takes: places, settings that ask for some, and stands."""
    asked = sum(one.points[step] for one, step in zip(side.settings, choice.settings, strict=True))
    return (
        asked
        + sum(points for _, points in choice.places)
        + sum(side.stances[s].points for _, s in choice.stands)
    )


def _settings(data: Any, side: rules.Side, where: str, faults: Faults) -> tuple[int, ...]:
    names = ", ".join(one.name for one in side.settings)
    if not isinstance(data, list | tuple) or len(data) != len(side.settings):
        allowed = f"{len(side.settings)} whole numbers: {names}"
        faults.add(f"the settings are {_shown(data)}", where=where, allowed=allowed)
        return ()
    return tuple(
        whole(step, one.name, len(one.labels) - 1, f"{where}[{n}]", faults)
        for n, (step, one) in enumerate(zip(data, side.settings, strict=True))
    )


def _pairs(
    data: Any, last: int, most: int, where: str, what: str, least: int, faults: Faults
) -> tuple[tuple[int, int], ...]:
    allowed = f"pairs in one list: a theatre's number (0 to {last}), then its {what}"
    if not isinstance(data, list | tuple) or len(data) % 2 or len(data) > 2 * (last + 1):
        faults.add(f"the list is {_shown(data)}", where=where, allowed=allowed)
        return ()
    pairs: list[tuple[int, int]] = []
    for n in range(0, len(data), 2):
        theatre = whole(data[n], "theatre", last, f"{where}[{n}]", faults)
        value = whole(data[n + 1], what, most, f"{where}[{n + 1}]", faults, least)
        if pairs and theatre <= pairs[-1][0]:
            do = "give each theatre once, in ascending order"
            faults.add(f"theatre {theatre} comes after {pairs[-1][0]}", where=f"{where}[{n}]", do=do)
        pairs.append((theatre, value))
    return tuple(pairs)


def _shown(value: Any) -> str:
    return "null" if value is None else fields.shown(value)  # whoever writes a link writes JSON


def _name(value: Any, what: str, known: Any, faults: Faults) -> str:
    if isinstance(value, str) and value in known:
        return value
    if value is None:
        faults.add(f"the game has no {what}", where=f"game.{what}", allowed=", ".join(known))
    elif isinstance(value, str):
        faults.found.append(unknown(what, value[:60], known, f"game.{what}"))
    else:
        faults.add(f"{what} is {_shown(value)}", where=f"game.{what}", allowed=", ".join(known))
    return ""


def whole(value: Any, what: str, most: int, where: str, faults: Faults, least: int = 0) -> int:
    """Return a whole number within bounds, or note what is wrong and return the least."""
    if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
        faults.add(
            f"{what} is {_shown(value)}", where=where, allowed=f"a whole number from {least} to {most}"
        )
        return least
    return value
