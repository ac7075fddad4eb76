"""Finished games of a class, worked out again from their links before they count.

One thread takes them one after the other, after the student has had the answer: a class of thirty that ends at the same
time keeps nobody waiting, and its chunks take their turns with everyone's. A game agrees where its link holds a game
that keeps to the rules, and gives the side, the quarter, the end, the figures and the ending that were reported.
"""

from __future__ import annotations

import sys
import threading
import traceback
from collections import Counter
from typing import TYPE_CHECKING

from kennan.faults import BadInput
from kennan.server.call import Stopped, Work
from kennan.server.classroom import checks
from kennan.server.classroom.classroom import Classroom

if TYPE_CHECKING:
    from collections.abc import Callable

    from kennan.server.classroom.checks import Waiting
    from kennan.server.worker import Worker

CLIENT = "finished games of the class"  # as the worker knows who asks
ALIKE = 1e-6  # of a figure that is reported: links are walked to the same bits, and the page hands on what it was told


class Checker:
    """Works games out again in a thread of its own, which lives as long as there are any.

    Parameters
    ----------
    classroom : the rooms, opened when there is something to be checked.
    why_not : returns what does not agree in a game, in words; empty where everything does.
    """

    def __init__(self, classroom: Classroom, why_not: Callable[[Waiting, Work], str]):
        self._classroom, self._why_not = classroom, why_not
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._again = False
        self._work = Work()
        self._had: Counter[int] = Counter()

    def wake(self) -> None:
        """Say that there may be something to be checked. Returns at once."""
        with self._lock:
            self._again = True
            if self._thread is None and not self._work.cancelled.is_set():
                self._thread = threading.Thread(target=self._check, name="kennan-checks", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Leave what is not checked yet for the next start."""
        self._work.cancelled.set()

    def wait(self) -> None:
        """Return when nothing waits any more."""
        while (thread := self._thread) is not None:
            thread.join()

    def _check(self) -> None:
        while True:
            with self._lock:
                if not self._again or self._work.cancelled.is_set():
                    self._thread = None
                    return
                self._again = False
            try:
                self._all()
            except Stopped:
                pass
            except Exception as error:  # the games wait for the next time
                print(f"kennan: {''.join(traceback.format_exception(error))}", file=sys.stderr)

    def _all(self) -> None:
        store = self._classroom.store
        while (work := checks.following(store, self._had)) is not None:
            self._work.check()
            self._had[work.student] += 1
            try:
                why = self._why_not(work, self._work)
            except Stopped:
                raise
            except Exception as error:  # one game that cannot be walked must not keep the others waiting
                print(f"kennan: {''.join(traceback.format_exception(error))}", file=sys.stderr)
                why = f"it could not be worked out again, by a fault of kennan ({type(error).__name__})"
            checks.judged(store, work, why)


def why_not(worker: Worker, game: Waiting, work: Work) -> str:
    """Return what does not agree between a finished game and its link, in words; empty where everything does.

    Raises
    ------
    Stopped : the desk is being closed.
    """
    from kennan import scenarios
    from kennan.game import view
    from kennan.game.link import from_link
    from kennan.game.plan import plan
    from kennan.game.trajectory import walked
    from kennan.model.recorded import OUTCOMES
    from kennan.server.routes_game import turn_of

    worker.wait_until_ready(work)
    try:
        given = from_link(game.link, worker.scenario or scenarios.ARTICLE)
        with turn_of(work):
            played = walked(given)
    except BadInput as error:
        return f"its link holds no game that keeps to the rules ({error.faults[0].what})"
    said, found = game.summary, []
    for name, ours, theirs in (
        ("side", given.side, said.get("side")),
        ("quarter", given.played, game.quarter),
        ("length", given.quarters, said.get("quarters")),
        ("end", played.over, game.over),
    ):
        if ours != theirs:
            found.append(f"{name}: {_shown(theirs)} was reported, the link gives {_shown(ours)}")
    if not played.over:
        found.append("it is not over")
    seen = {one["name"]: one["value"] for one in view.of(played)["standing"]}
    for one in said.get("standing", []):
        value = seen.get(one["name"])
        if value is None or abs(value - one["value"]) > ALIKE:
            found.append(f"{one['label']}: {one['value']:g} was reported, the link gives {_shown(value)}")
    if not found:
        block = worker.run(CLIENT, plan(given), work=work)
        ending = OUTCOMES[int(block.ending[0]) - 1]
        if ending != said["ending"]:
            found.append(f"ending: {_shown(said['ending'])} was reported, the link gives {_shown(ending)}")
    return "; ".join(found)[:500]


def _shown(value: object) -> str:
    if isinstance(value, bool):
        return "over" if value else "not over"
    return "nothing" if value is None else str(value).replace("_", " ")
