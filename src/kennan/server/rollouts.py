"""Plans made ready to be walked, the last few kept; one compiled program serves all that are of one kind."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from kennan.engine.program import AtHand
from kennan.server import jobs

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

WALKS = 8  # plans that stay prepared


class Rollouts:
    """Makes plans ready. May be called from any thread; one plan is made ready at a time."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._kept: dict[str, Any] = {}
        self._programs = AtHand()  # of all walks: the model stays as it is while the desk is open

    def __call__(self, plan: Plan) -> Any:
        """Return a plan made ready; neither its worlds nor levers that stay where they are matter to that."""
        from kennan.engine.interventions import Interventions
        from kennan.engine.rollout import Rollout

        family = jobs.kin(plan)
        key = jobs.key(family)
        with self.lock:
            if key not in self._kept:
                while len(self._kept) >= WALKS:
                    del self._kept[next(iter(self._kept))]
                self._kept[key] = Rollout(family, Interventions(), self._programs)
            self._kept[key] = self._kept.pop(key)  # the newest last
            return self._kept[key]
