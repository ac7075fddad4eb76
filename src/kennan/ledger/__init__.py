"""The fidelity ledger: does the program do what the article says?

Question : of every assertion of the article that could be false: is it shown by the model, not shown, contrary
           to it, or not decided; and does taking a mechanism out, or reversing it, make a claim fail?
Comes in : claims with their checks (``kennan.article``, or a file of one's own), and the engine's experiments.
Goes out : :func:`verify`, a :class:`Ledger` of verdicts with intervals; :func:`sabotage`, what each mechanism's
           absence and reversal do to the claims that rest on it; :func:`null`, which checks a theory without links
           passes; :func:`load`, claims with their checks; :func:`brought`, those of extensions in use.
May use  : ``kennan.article``, ``model``, ``scenarios``, ``policies`` and ``run``; numpy. Nothing that draws or prints.

Nothing here says anything about the world: the ledger asks whether the code is true to the text.

    arms.py           runs what checks ask for
    check.py          what a check is, once it has been read
    cite.py           what a run rests on
    cite_bibtex.py    entries of the literature as BibTeX
    cite_text.py      a citation as plain text
    collage.py        a theory without links: each step of the month from another world
    derived/          measures that are worked out from others
    findings.py       what testing gives: plain records, from one number up to the whole ledger
    fork.py           another choice from a month on
    fork_base.py      what fork, trace and cite ask of a run alike
    given.py          one check as it stands in a file
    interval.py       intervals by resampling worlds, all arms of a check together
    layout.py         what may stand in a file of claims
    names.py          what a check can measure, and an arm in words
    null.py           which checks a theory without links passes, and are no evidence
    odds.py           which sentences carry the forecast
    paths.py          the paths behind a check
    predicates.py     comparisons and verdicts: pure functions of numbers
    read.py           reads claims with their checks
    read_arms.py      reads the arms of a check
    read_check.py     reads one check
    read_measures.py  reads what a check measures
    sabotaging.py     the ledger can lose: mechanisms taken out and reversed
    samples.py        what one experiment gives one check, reduced to a few numbers a world
    statistics.py     the statistics of the claims language
    trace.py          which mechanism changed what, by how much, in one month of one world
    trace_entries.py  what a trace says: plain rows
    trace_shares.py   fair shares of a change among the strengths that made it (Shapley 1953)
    verifying.py      tests claims: runs their experiments, measures, and gives verdicts
    view.py           one experiment as the statistics read it
    why/              why two runs differ, link by link
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.ledger.findings import CheckResult, ClaimResult, Finding, Ledger
    from kennan.ledger.null import Null, null
    from kennan.ledger.read import brought, load
    from kennan.ledger.sabotaging import sabotage
    from kennan.ledger.verifying import verify

__all__ = [
    "CheckResult", "ClaimResult", "Finding", "Ledger", "Null", "brought", "load", "null", "sabotage", "verify",
]  # fmt: skip
_HOME = {
    "Null": "null",
    "brought": "read",
    "load": "read",
    "null": "null",
    "sabotage": "sabotaging",
    "verify": "verifying",
}


def __getattr__(name: str) -> Any:
    """Import what is asked for when it is asked for: the engine is slow to load."""
    if name not in __all__:
        raise AttributeError(name)
    import importlib

    return getattr(importlib.import_module(f"kennan.ledger.{_HOME.get(name, 'findings')}"), name)
