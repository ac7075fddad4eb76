"""What a run rests on: passages and literature of the mechanisms that were on, sources of policies and data.

Everything is read off the registers: a mechanism that was switched off brings nothing in.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import TYPE_CHECKING

from kennan import article, scenarios
from kennan.article import literature
from kennan.article.literature import Reference
from kennan.ledger import fork_base
from kennan.model import definitions, in_use, parameters

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

ARTICLE = "kennan1947"
SOFTWARE = "kennan: the X Article of 1947, made to run"
AUTHORS = "The kennan developers"


@dataclass(frozen=True)
class Ground:
    """One thing that a run rests on.

    ``kind`` : "mechanism", "number", "equation", "outcome", "policy" or "data"; ``source`` : as its register
    says it; ``references`` : keys of the literature that the source names.
    """

    kind: str
    name: str
    sentence: str
    passages: tuple[str, ...]
    source: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Passage:
    """A paragraph of the article, and the mechanisms of the run that rest on it."""

    id: str
    paraphrase: str
    mechanisms: tuple[str, ...]


@dataclass(frozen=True)
class Software:
    """What else names a run: version, engine, seed and the SHA-256 of its plan."""

    title: str
    authors: str
    version: str
    engine: str
    seed: int
    plan: str


@dataclass(frozen=True)
class Citation:
    """Everything that is to be cited for a run.

    ``off`` : mechanisms that were switched off, or set to 0, and are left out. ``references`` : the entries of
    the literature that ``grounds`` name, by author and year; the article itself is among them.
    """

    software: Software
    passages: tuple[Passage, ...]
    grounds: tuple[Ground, ...]
    references: tuple[Reference, ...]
    off: tuple[str, ...]


def cite(run: str | Path | Plan) -> Citation:
    """Return what is to be cited for a run.

    Parameters
    ----------
    run : a run folder, or a plan.

    Raises
    ------
    BadInput : there is no complete run, or it is of another engine version.

    Example
    -------
    >>> from kennan.engine.plan import Plan
    >>> "patience" in cite(Plan.build(off=["patience"])).off
    True
    """
    plan = fork_base.plan_of(run) if isinstance(run, str | Path) else run
    with in_use.using(plan.extensions):
        off = tuple(name for name in parameters.strengths() if plan.fixed.get(name) == 0)
        numbers = _numbers(off)
    grounds = (*numbers, *_equations(), *_outcomes(), *_policies(plan), *_data(plan))
    keys = dict.fromkeys([ARTICLE, *(key for ground in grounds for key in ground.references)])
    entries = literature.references()
    return Citation(
        software=Software(
            SOFTWARE, AUTHORS, metadata.version("kennan"), plan.engine_version, plan.seed, plan.digest()
        ),
        passages=_passages(grounds),
        grounds=grounds,
        references=tuple(sorted((entries[key] for key in keys), key=lambda r: (r.short.lower(), r.title))),
        off=off,
    )


def _ground(kind: str, name: str, sentence: str, passages: Iterable[str], source: str) -> Ground:
    return Ground(kind, name, sentence, tuple(passages), source, literature.named_in(source))


def _numbers(off: tuple[str, ...]) -> list[Ground]:
    """Return the mechanisms that were on, and every other number whose source names literature."""
    found = []
    for name, p in parameters.load().items():
        ground = _ground(
            "mechanism" if p.kind == "strength" else "number", name, p.sentence, p.passages, p.source
        )
        if name not in off and (ground.kind == "mechanism" or ground.references):
            found.append(ground)
    return sorted(found, key=lambda ground: ground.kind)


@cache
def _equations() -> tuple[Ground, ...]:
    """Return the literature that the equations themselves name; read without importing them, which is slow."""
    found = []
    room = resources.files("kennan.model")
    files = [room / "forms.py", *sorted((room / "mechanisms").iterdir(), key=lambda file: file.name)]
    for file in files:
        if not file.name.endswith(".py"):
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        inner: list[ast.Module | ast.FunctionDef] = [n for n in tree.body if isinstance(n, ast.FunctionDef)]
        texts = [ast.get_docstring(node) or "" for node in [tree, *inner]]
        keys = tuple(dict.fromkeys(key for text in texts for key in literature.named_in(text)))
        if keys:
            sentence = texts[0].splitlines()[0]
            found.append(Ground("equation", file.name.removesuffix(".py"), sentence, (), "", keys))
    return tuple(found)


def _outcomes() -> list[Ground]:
    made = (_ground("outcome", o.name, o.sentence, o.passages, o.source) for o in definitions.load().values())
    return [ground for ground in made if ground.references]


def _policies(plan: Plan) -> list[Ground]:
    return [_ground("policy", p.name, p.sentence, p.passages, p.source) for p in plan.policies]


def _data(plan: Plan) -> list[Ground]:
    """Return the sources of the scenario's numbers, each once; hindsight only where it was let in."""
    scenario = scenarios.load(plan.scenario)
    told: dict[str, list[str]] = {scenario.source: [f"scenario {scenario.name}"]}
    groups = {"start": scenario.start, "links": scenario.links}
    groups |= {"hindsight": scenario.hindsight} if plan.with_hindsight else {}
    for group, numbers in groups.items():
        for name, number in numbers.items():
            told.setdefault(number.source, []).append(f"{group}.{name}")
    for group, rows in (("evidence", scenario.evidence), ("facts", scenario.facts)):
        for name, row in rows.items():
            told.setdefault(row["source"], []).append(f"{group}.{name}")
    for code, source in zip(scenario.theatres.code, scenario.theatres.source, strict=True):
        told.setdefault(source, []).append(f"theatre {code}")
    made = (_ground("data", ", ".join(names), "", (), source) for source, names in told.items() if source)
    return [ground for ground in made if ground.references]


def _passages(grounds: Iterable[Ground]) -> tuple[Passage, ...]:
    wanted: dict[str, list[str]] = {}
    for ground in grounds:
        for passage in ground.passages:
            if ground.kind == "mechanism":
                wanted.setdefault(passage, []).append(ground.name)
    return tuple(
        Passage(name, passage.paraphrase, tuple(wanted[name]))
        for name, passage in article.passages().items()
        if name in wanted
    )
