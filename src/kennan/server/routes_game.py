"""The playing page: rules, turns, advice, debrief, and the game as a plan file.

Nothing of a game is kept here: every request carries it whole. Turns and advice walk one or a few chunks in the
request's own thread; the debrief's thousands go through the worker like everybody's.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

from kennan.server import schema_game as s
from kennan.server.call import Call, Ready, Work
from kennan.server.endpoint import endpoint
from kennan.server.schema_debrief import Debrief
from kennan.server.schema_rules import Rules

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan
    from kennan.game.game import Game
    from kennan.scenarios.load import Chosen

AT_ONCE = 2  # advice and forks that are walked at once; others wait their turn
PATIENCE = 0.05  # seconds between two looks at whether anybody still waits
WARM_WAIT = 120.0  # seconds for which warming up waits for the worker

_turns = threading.BoundedSemaphore(AT_ONCE)
_warming = threading.Lock()


def _served(call: Call[Any]) -> Chosen:
    """Return the scenario that is played here."""
    return call.desk.scenario


def _game(call: Call[Any], asked: s.GameAsked) -> Game:
    from kennan.game.game import read

    return read(asked.model_dump(), _served(call))


@contextmanager
def turn_of(work: Work) -> Iterator[None]:
    """Wait for one's turn at walking many quarters."""
    while not _turns.acquire(timeout=PATIENCE):
        work.check()
    try:
        yield
    finally:
        _turns.release()


@endpoint("/api/game/rules", answer=Rules, early=True)
def rules(call: Call[None]) -> Ready:
    """Return the rules of the game: what each side can set, in which steps, at what cost."""
    from kennan.game.rules_view import told

    key = "/api/game/rules"
    if (body := call.desk.answers.get(key)) is None:
        body = call.desk.answers.put(
            key, Rules.model_validate(told(_served(call))).model_dump_json().encode()
        )
    if _warming.acquire(blocking=False):  # once: whoever reads the rules is about to play
        threading.Thread(target=_warm, args=(call,), name="kennan-game", daemon=True).start()
    return Ready(body)


def _warm(call: Call[None]) -> None:
    """Load what the first turn needs, once the worker has what it needs."""
    if call.desk.worker.ready.wait(WARM_WAIT) and not call.desk.worker.failed:
        from kennan.game import warm

        warm(_served(call))


@endpoint("/api/game/new", request=s.NewAsked, answer=s.Turn)
def new(call: Call[s.NewAsked]) -> s.Turn:
    """Begin a game."""
    from kennan import game

    begun = game.new(**call.asked.model_dump(), scenario=_served(call))
    return _said(begun.game, 0)


@endpoint("/api/game/turn", request=s.TurnAsked, answer=s.Turn)
def turn(call: Call[s.TurnAsked]) -> s.Turn:
    """Walk a game to the end of its last quarter, and pass quarters until something happens."""
    return _said(_game(call, call.asked.game), call.asked.skip)


def _said(game: Game, skip: int) -> s.Turn:
    from kennan.game.turn import turn as taken

    after, seen = taken(game, skip)
    said = {**after.as_dict(), "scenario": str(after.scenario)}
    return s.Turn(game=s.GameSaid.model_validate(said), view=s.View.model_validate(seen))


@endpoint("/api/game/advice", request=s.AdviceAsked, answer=s.Advice, stream=True)
def advice(call: Call[s.AdviceAsked]) -> Ready:
    """Hear the advisers, one after the other."""
    from kennan.game.advisers import advise
    from kennan.game.game import read_choice

    game = _game(call, call.asked.game)
    draft = None if call.asked.draft is None else read_choice(call.asked.draft, game, "draft")
    key = f"/api/game/advice {json.dumps(game.as_dict())} {draft}"
    if (body := call.desk.answers.get(key)) is not None:
        return Ready(body)
    result: dict[str, Any] = {}
    with turn_of(call.work):
        for line in advise(game, draft):
            if "progress" in line:
                call.work.progress(line["progress"][0], line["progress"][1], line["words"])
            elif "adviser" in line:
                call.work.check()
                call.work.tell(line)
            else:
                result = line["result"]
    return Ready(call.desk.answers.put(key, s.Advice.model_validate(result).model_dump_json().encode()))


@endpoint("/api/game/debrief", request=s.GameOnly, answer=Debrief, stream=True)
def debrief(call: Call[s.GameOnly]) -> Ready:
    """Say what became of a game, what was luck, and what the article would say."""
    from kennan.game.debrief import debrief as told

    game = _game(call, call.asked.game)
    key = f"/api/game/debrief {json.dumps(game.as_dict())}"
    if (body := call.desk.answers.get(key)) is not None:
        return Ready(body)
    quiet = Work(cancelled=call.work.cancelled)  # the debrief says its own progress

    def simulate(plan: Plan) -> Block:
        return call.desk.worker.run(call.client, plan, work=quiet, channel="debrief")

    result: dict[str, Any] = {}
    with closing(told(game, simulate, turn_of(call.work))) as lines:
        for line in lines:
            if "progress" in line:
                done, total = line["progress"]
                call.work.progress(round(100 * done), round(100 * total), line["words"])
            else:
                result = line["result"]
    return Ready(call.desk.answers.put(key, Debrief.model_validate(result).model_dump_json().encode()))


@endpoint("/api/game/plan", request=s.GameOnly, answer=s.PlanFile)
def plan(call: Call[s.GameOnly]) -> s.PlanFile:
    """Return a game as a plan file and as a policy file."""
    from kennan.game.plan import files

    return s.PlanFile.model_validate(files(_game(call, call.asked.game)))


ENDPOINTS = [rules, new, turn, advice, debrief, plan]
