"""What claims measure that no register holds.

Question : what does a claim look at when it speaks of more than one recorded quantity (a ratio, a fit, a lag)?
Comes in : a :class:`kennan.ledger.view.View` of one experiment, worlds on the last axis.
Goes out : :func:`load`, every derived quantity by name; each a small pure function with sentence, unit and axes.
May use  : numpy and ``kennan.model.recorded``. Every module in this folder is read; put a function into any of
           them under the decorator :func:`derived`.

    basin.py     what claims measure across theatres
    endings.py   how worlds end, as the claims on the outcome read it
    power.py     what claims measure of the power at home
    register.py  the register of derived quantities
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from kennan.ledger.derived.register import REGISTER, Derived, derived

__all__ = ["Derived", "derived", "load"]


@cache
def load() -> dict[str, Derived]:
    """Return every derived quantity by name, in alphabetical order."""
    for module in pkgutil.iter_modules(__path__):
        importlib.import_module(f"{__name__}.{module.name}")
    return {name: REGISTER[name] for name in sorted(REGISTER)}
