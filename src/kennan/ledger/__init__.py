"""The fidelity ledger: does the program do what the article says?

Question : of every assertion of the article that could be false: is it shown by the model, not shown, contrary
           to it, or not decided; and does taking a mechanism out, or reversing it, make a claim fail?
Comes in : claims with their checks (``kennan.article``, or a file of one's own), and the engine's experiments.
Goes out : :func:`verify`, a :class:`Ledger` of verdicts with intervals; :func:`sabotage`, what each mechanism's
           absence and reversal do to the claims that rest on it; :func:`load`, claims with their checks.
May use  : ``kennan.article``, ``model``, ``scenarios``, ``policies`` and ``run``; numpy. Nothing that draws or prints.

Nothing here says anything about the world: the ledger asks whether the code is true to the text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.ledger.findings import CheckResult, ClaimResult, Finding, Ledger
    from kennan.ledger.read import load
    from kennan.ledger.sabotaging import sabotage
    from kennan.ledger.verifying import verify

__all__ = ["CheckResult", "ClaimResult", "Finding", "Ledger", "load", "sabotage", "verify"]
_HOME = {"load": "read", "verify": "verifying", "sabotage": "sabotaging"}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the engine is slow to load."""
    if name not in __all__:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"kennan.ledger.{_HOME.get(name, 'findings')}"), name)
