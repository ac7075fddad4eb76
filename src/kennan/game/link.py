"""A game as the page's address carries it (``#/play?g=...``): compact JSON in base64url, "as before" written short.

A game of another scenario than the article's own carries its name: whoever opens it must serve that scenario.
"""

from __future__ import annotations

import base64
import json
from typing import Any

from kennan import scenarios
from kennan.faults import BadInput, Fault
from kennan.game import rules
from kennan.game.game import AS_BEFORE, Game, read
from kennan.game.scene import ARTICLE
from kennan.scenarios.load import Chosen

LONGEST = 100_000  # characters; a whole game takes a few thousand
MOST = 60  # quarters of the longest game


def from_link(text: str, scenario: Chosen = ARTICLE) -> Game:
    """Return the game that a link holds.

    Parameters
    ----------
    scenario : the one that is played here; a link of another is refused.

    Raises
    ------
    BadInput : it holds none, one of another version, or one that does not keep to the rules; all faults at once.
    """
    value = _decoded(text)
    if not isinstance(value, list) or not value:
        raise _damaged()
    if value[0] != rules.VERSION or isinstance(value[0], bool):
        return read({"v": value[0]})
    if len(value) not in (7, 8):
        raise _damaged()
    _, side, seed, world, opponent, length, packed, *name = value
    return read(
        {
            "v": rules.VERSION,
            "scenario": name[0] if name else ARTICLE,
            "side": _of(rules.SIDES, side),
            "seed": seed,
            "world": world,
            "opponent": opponent,
            "length": _of(("short", "full"), length),
            "choices": _choices(packed),
        },
        scenario,
    )


def to_link(game: Game) -> str:
    """Return the link of a game, as the page writes it."""
    data = game.as_dict()
    packed: list[Any] = []
    for choice in data["choices"]:
        if choice != AS_BEFORE:
            packed.append(choice)
        elif packed and isinstance(packed[-1], int):
            packed[-1] -= 1
        else:
            packed.append(-1)
    lengths = ("short", "full")
    head = [data["v"], rules.SIDES.index(game.side), game.seed, game.world, game.opponent]
    name = scenarios.name_of(data["scenario"])
    last = [] if name == ARTICLE else [name]
    said = json.dumps([*head, lengths.index(game.length), packed, *last], separators=(",", ":"))
    return base64.urlsafe_b64encode(said.encode()).decode().rstrip("=")


def _decoded(text: str) -> Any:
    if len(text) > LONGEST or not text.isascii() or not text.replace("-", "").replace("_", "").isalnum():
        raise _damaged()
    try:
        return json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
    except (ValueError, RecursionError):
        raise _damaged() from None


def _choices(packed: Any) -> list[Any]:
    if not isinstance(packed, list):
        raise _damaged()
    choices: list[Any] = []
    for one in packed:
        run = -one if isinstance(one, int) and not isinstance(one, bool) else 0
        if run < 0 or run > MOST or len(choices) > MOST:
            raise _damaged()
        choices += [AS_BEFORE] * run if run else [one]
    return choices


def _of(names: tuple[str, ...], number: Any) -> str:
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < len(names):
        raise _damaged()
    return names[number]


def _damaged() -> BadInput:
    do = "copy the address of the playing page again"
    return BadInput(Fault("the link holds no game", "link", "what stands after #/play?g=", do=do))
