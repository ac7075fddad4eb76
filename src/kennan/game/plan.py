"""A game as a plan file and as a policy file, so that page, command line and Python share it."""

from __future__ import annotations

from typing import Any

from kennan import policies, scenarios
from kennan.engine.plan import Plan
from kennan.game import rules
from kennan.game.as_policy import name_of, policy
from kennan.game.game import Game
from kennan.game.scene import YEARS


def plan(game: Game, worlds: int = 1) -> Plan:
    """Return the plan that walks a game: its own world alone, or the first worlds of its seed.

    Parameters
    ----------
    worlds : 1 for the world of the game; any other number for so many worlds from the first of the seed on.
    """
    first = game.world if worlds == 1 else 0
    return Plan.build(
        scenario=game.scenario,
        policies=policy(game),
        worlds=worlds,
        first_world=first,
        years=YEARS,
        seed=game.seed,
    )


def files(game: Game) -> dict[str, Any]:
    """Return the game's plan as a JSON file, its policy as a TOML file, their names and what to do with them."""
    name, where = name_of(game), game.scenario
    world = where if isinstance(where, str) else f"./{scenarios.name_of(scenarios.plain(where))}"
    return {
        "name": f"{name}.json",
        "plan": plan(game, rules.WORLDS).to_json(),
        "policy_toml": toml(game),
        "words": (
            f"Save the policy as {name}.toml and run: kennan run {world} --policy {name}.toml --vs containment --seed "
            f"{game.seed}. World {game.world} of that run is the world of the game."
        ),
    }


def toml(game: Game) -> str:
    """Return the game as a policy file in TOML; reading it again gives the same policy."""
    return "# Made by a game; kennan run takes it as --policy.\n\n" + policies.to_toml(policy(game))
