"""Calibration: what the record to a date says of the parameters, and of the state of the world at that date.

Question : which of the model's numbers does the record constrain, to what; and does the method find what is there?
Comes in : a record, read through ``Record.until`` and nowhere else; the model's own priors.
Goes out : :func:`calibrate`, a :class:`~kennan.history.posterior.Posterior`; ``recover`` (simulation-based
           calibration) and ``rolling`` (held-out folds) say how far it may be trusted.
May use  : what ``kennan.history`` may, and pyABC.

    adjust.py       from particles near the record to draws at it
    compared.py     what a world and the record are compared by
    extra.py        pyABC, an optional library, with its chatter turned off
    folder.py       the folder of a calibration: begun, gone on with, finished
    forecasting.py  forecasts with calibrated parameters: each member takes a draw of a posterior
    make.py         a calibration from the record to the posterior
    particles.py    approximate Bayesian computation in generations (ABC-SMC)
    parts.py        the parts that pyABC is given
    recover.py      does the method find what is there?
    rolling.py      do calibrated forecasts stand the test on years held out?
    screen.py       what the record can constrain
    settings.py     how a calibration is made: its settings, checked
    summaries.py    prior beside posterior, with the error of so many particles
    worlds.py       worlds of given parameters, each with its own luck
"""

from __future__ import annotations

from kennan.history.calibrating.make import Watch, calibrate
from kennan.history.calibrating.settings import SMALL, Settings

__all__ = ["SMALL", "Settings", "Watch", "calibrate"]
