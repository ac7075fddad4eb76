"""From choices to a policy: what a game means as levers and decisions by hand, so that anyone can run it."""

from __future__ import annotations

from kennan import policies
from kennan.engine import offered
from kennan.game import opponents, rules
from kennan.game.game import Choice, Game
from kennan.policies import Policy
from kennan.policies.policy import YEAR_OF_A_CONSTANT, ByHandPoints, Points

MONTHS = 12.0


def time(month: int, start: float) -> float:
    """Return the time at which a month begins, counted from the start (calendar years with fraction).

    The same sum as in the engine's arrays, so that a schedule's point falls on its month to the last bit.
    """
    return start + month * (1.0 / MONTHS)


def decided(game: Game, quarter: int) -> tuple[dict[str, float], dict[tuple[str, str], float]]:
    """Return what holds in a quarter: levers that are set, and decisions by hand by (name, theatre)."""
    side, choice = game.rules, game.in_force(quarter)
    values = {
        name: steps[step]
        for one, step in zip(side.settings, choice.settings, strict=True)
        for name, steps in one.sets.items()
    }
    codes = game.scene.codes
    there = {(side.place_by_hand, codes[n]): 1.0 + side.place_each * points for n, points in choice.places}
    for n, stance in choice.stands:
        there |= {(name, codes[n]): value for name, value in side.stances[stance].by_hand.items()}
    if game.side == "open":
        return _voice(values, choice, side), there
    return {}, {(name, ""): value for name, value in values.items()} | there


def _voice(levers: dict[str, float], choice: Choice, side: rules.Side) -> dict[str, float]:
    """Return the levers with tone and ways out as the stands shift them: the sharpest word is the one that is heard."""
    stands = [side.stances[stance] for _, stance in choice.stands]
    tone = levers["tone"] + max((one.tone for one in stands), default=0.0)
    way_out = levers["exit"] + min((one.exit for one in stands), default=0.0)
    return {**levers, "tone": min(max(tone, 0.0), 1.0), "exit": min(max(way_out, 0.0), 1.0)}


def policy(game: Game) -> Policy:
    """Return a game as a policy: piecewise constant by quarters; after the last one its settings hold.

    A stand ends with its quarter, also after the last one.
    """
    quarters = [decided(game, quarter) for quarter in range(game.played)]
    # what goes on after the last quarter: its settings without its stands
    quarters.append(decided(game.then(None), game.played) if game.played else decided(game, 0))
    base = offered.load(game.rules.base or game.opponent, game.scenario)
    start = game.scene.scenario.begins
    levers = dict(base.levers)
    for name in quarters[0][0]:
        levers[name] = _steps([values[name] for values, _ in quarters], start)
    neutral = {name: one.neutral for name, one in policies.by_hand().items()}
    keys = dict.fromkeys(key for _, values in quarters for key in values)
    by_hand: ByHandPoints = {}
    for key in keys:
        points = _steps([values.get(key, neutral[key[0]]) for _, values in quarters], start)
        if any(value != neutral[key[0]] for _, value in points):
            by_hand[key] = points
    if game.side == "open":
        for key, value in opponents.kremlins(game.scenario)[game.opponent].by_hand(game.scene.codes).items():
            by_hand[key] = ((YEAR_OF_A_CONSTANT, value),)
    side, other = game.rules, _title(game)
    return Policy(
        name=name_of(game),
        title=f"{side.title} by hand",
        author="a game",
        source=f"played against: {other}; seed {game.seed}, world {game.world}",
        passages=side.passages,
        sentence=f"{game.played} quarters of choices made by hand for {side.title}.",
        hindsight=False,
        levers=levers,
        rules=base.rules,
        by_hand=by_hand,
    )


def name_of(game: Game) -> str:
    """Return a name for the game as a policy, which also does for a file."""
    return f"{game.scene.seats[game.side]}-{game.seed}-{game.world}"


def _title(game: Game) -> str:
    if game.side == "open":
        return opponents.kremlins(game.scenario)[game.opponent].title
    return opponents.policies_of(game.scenario)[game.opponent].title


def _steps(values: list[float], start: float) -> Points:
    """Return a schedule that holds each value from the first month of its quarter to the last; equals are joined."""
    points: list[tuple[float, float]] = []
    for quarter, value in enumerate(values):
        if points and points[-1][1] == value:
            continue
        if points and points[-1][0] < time(3 * quarter - 1, start):
            points.append((time(3 * quarter - 1, start), points[-1][1]))
        points.append((time(3 * quarter, start), value))
    if len(points) == 1:  # as a policy file has what never changes
        return ((YEAR_OF_A_CONSTANT, points[0][1]),)
    return tuple(points)
