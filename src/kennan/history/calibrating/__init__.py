"""Calibration: what the record to a date says of the parameters, and of the state of the world at that date.

Question : which of the model's numbers does the record constrain, to what; and does the method find what is there?
Comes in : a record, read through ``Record.until`` and nowhere else; the model's own priors.
Goes out : :func:`calibrate`, a :class:`~kennan.history.posterior.Posterior`; ``recover`` (simulation-based
           calibration) and ``rolling`` (held-out folds) say how far it may be trusted.
May use  : what ``kennan.history`` may, and pyABC.
"""

from __future__ import annotations

from kennan.history.calibrating.make import Watch, calibrate
from kennan.history.calibrating.settings import SMALL, Settings

__all__ = ["SMALL", "Settings", "Watch", "calibrate"]
