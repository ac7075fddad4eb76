"""What a number on the page is: in words, as a formula, and by the numbers and sentences that it rests on.

A name is that of a quantity; or of what else stands on a page, with its kind before it: ``outcome:mellowing``,
``lever:level``, ``parameter:afterglow``, ``event:takeover``. A bare name that is no quantity is looked for among the
others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import kennan
from kennan import article
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, unknown
from kennan.model import definitions, parameters, quantities
from kennan.model.in_use import of_model
from kennan.policies.registers import levers
from kennan.reading import equations, ledgers
from kennan.reading.files import file_row
from kennan.reading.mathml import mathml

KINDS = ("quantity", "outcome", "lever", "parameter", "event")
STEMS = ("theatre_",)  # of arrays that hold a quantity theatre by theatre


def quantity(name: str) -> dict[str, Any]:
    """Return everything that is known of a number on the page, as data that JSON can hold.

    Parameters
    ----------
    name : see the head of this module.

    Returns
    -------
    name, kind, title, sentence, unit; "low", "high" (None where there is no bound); "passages", each with "id" and
    "paraphrase"; "files", the mechanisms' files that set it, its owner first; "formulas", each with "file",
    "function", "main" (whether it sets the quantity itself) and "mathml"; "parameters" (see :func:`parameter_row`);
    "rests_on" and "levers", each with "name" and "sentence"; "draws"; "claims", each with "id", "paraphrase" and
    "verdict" of the fidelity ledger; "rule" of an outcome; "engine_version" and "kennan".

    Raises
    ------
    BadInput : nothing is called so; the nearest name is given.
    """
    kind, plain = resolved(name)
    made = {
        "quantity": _quantity,
        "outcome": _outcome,
        "lever": _lever,
        "parameter": _parameter,
        "event": _event,
    }
    found = made[kind](plain)
    return {
        "name": plain,
        "kind": kind,
        "title": title(plain),
        "low": None,
        "high": None,
        "rule": "",
        "files": [],
        "formulas": [],
        "parameters": [],
        "rests_on": [],
        "levers": [],
        "draws": [],
        "claims": [],
        "engine_version": ENGINE_VERSION,
        "kennan": kennan.__version__,
        **found,
    }


def told(row: dict[str, Any], tell: Callable[[str], str]) -> dict[str, Any]:
    """Return what :func:`quantity` gave, its registers' sentences in the words of another world.

    Paraphrases of passages and claims stay the article's.
    """
    lists = {
        key: [one | {"sentence": tell(one["sentence"])} for one in row[key]]
        for key in ("parameters", "rests_on", "levers")
    }
    return row | lists | {key: tell(row[key]) for key in ("title", "sentence", "rule")}


def resolved(name: str) -> tuple[str, str]:
    """Return the kind of a name and the name without it.

    Raises
    ------
    BadInput : nothing is called so.
    """
    kind, _, plain = name.rpartition(":")
    for stem in STEMS:
        plain = plain.removeprefix(stem)
    known = _known()
    kinds = [kind] if kind else list(KINDS)
    for one in kinds:
        if plain in known.get(one, ()):
            return one, plain
    if kind and kind not in KINDS:
        raise BadInput(unknown("kind of number", kind, KINDS))
    every = sorted({n for one in kinds for n in known[one]})
    raise BadInput(unknown(kind or "quantity", plain, every, do="the registers are listed in /api/article"))


@of_model
def _known() -> dict[str, frozenset[str]]:
    from kennan.records.words import EVENT_WORDS

    return {
        "quantity": frozenset(quantities.load()),
        "outcome": frozenset(definitions.load()),
        "lever": frozenset(levers()),
        "parameter": frozenset(parameters.load()),
        "event": frozenset(EVENT_WORDS),
    }


def title(name: str) -> str:
    """Return a name as a title: "inner_vitality" is "Inner vitality"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def passages(ids: Iterable[str]) -> list[dict[str, str]]:
    """Return paragraphs of the article with what they say, in our words."""
    known = article.passages()
    return [{"id": one, "paraphrase": known[one].paraphrase} for one in ids if one in known]


def parameter_row(name: str) -> dict[str, Any]:
    """Return one number of the model: value, range, unit, mark, source, what it is."""
    p = parameters.load()[name]
    return {
        "name": name,
        "value": p.value,
        "low": p.low,
        "high": p.high,
        "unit": p.unit,
        "kind": p.kind,
        "mark": p.mark,
        "prior": p.prior,
        "passages": list(p.passages),
        "source": p.source,
        "sentence": p.sentence,
        "file": p.file,
    }


def _quantity(name: str) -> dict[str, Any]:
    q = quantities.load()[name]
    files = equations.writing(name)
    formulas, found = [], []
    for stem in files:
        for line in equations.behind(stem, equations.new(name)):
            if line not in found:
                found.append(line)
                formulas.append(formula(line, main=line.sets == equations.new(name)))
    reads = equations.names(found)
    others = [one for one in reads["quantities"] if one != name]
    strengths = [n for n in reads["parameters"] if n in parameters.strengths()]
    return {
        "sentence": q.sentence,
        "unit": q.unit,
        "low": q.low if abs(q.low) < 1e300 else None,
        "high": q.high if abs(q.high) < 1e300 else None,
        "passages": passages(q.passages),
        "files": [file_row(stem) for stem in files],
        "formulas": formulas,
        "parameters": [parameter_row(n) for n in reads["parameters"]],
        "rests_on": [_said(n, quantities.load()[n].sentence) for n in others],
        "levers": [_said(n, levers()[n].sentence) for n in reads["levers"] if n in levers()],
        "draws": list(reads["draws"]),
        "claims": claims_of(strengths, set(q.passages)),
    }


def formula(line: equations.Line, *, main: bool) -> dict[str, Any]:
    """Return one equation for the page."""
    return {"file": line.stem, "function": line.function, "main": main, "mathml": mathml(line.latex)}


def claims_of(strengths: Iterable[str], where: set[str]) -> list[dict[str, str]]:
    """Return the claims that some mechanisms carry and that are made in some paragraphs, with their verdicts."""
    carried = set(strengths)
    return [
        {"id": c.id, "paraphrase": c.paraphrase, "verdict": ledgers.fidelity_of(c.id).get("verdict", "")}
        for c in article.claims().values()
        if carried & set(c.mechanisms) and (not where or where & set(c.passages))
    ]


def _said(name: str, sentence: str) -> dict[str, str]:
    return {"name": name, "sentence": sentence}


def _outcome(name: str) -> dict[str, Any]:
    """Return what an outcome is: its rule, and the formula of its progress, which the rule is 1 of."""
    row = definitions.load()[name]
    inner = _quantity(f"progress_{name}")
    where = set(row.passages)
    return inner | {
        "title": row.title,
        "sentence": row.sentence,
        "unit": "share of worlds that end in it",
        "low": 0.0,
        "high": 1.0,
        "rule": f"{row.rule} It dissolves: {row.dissolves[:1].lower()}{row.dissolves[1:]}",
        "passages": passages(row.passages),
        "claims": claims_of(parameters.strengths(), where) if where else [],
    }


def _lever(name: str) -> dict[str, Any]:
    row = levers()[name]
    return {
        "sentence": row.sentence,
        "unit": row.unit,
        "low": row.low,
        "high": row.high if row.high < 1e300 else None,
        "passages": passages(row.passages),
    }


def _parameter(name: str) -> dict[str, Any]:
    row = parameter_row(name)
    stems = [row["file"], *(s for s in equations.stems() if s != row["file"])]
    used = [line for stem in stems if stem in equations.stems() for line in equations.lines(stem)]
    sign = rf"\text{{{name}}}"
    found = [line for line in used if sign in line.reads]
    files = list(dict.fromkeys(line.stem for line in found))
    return {
        "sentence": row["sentence"],
        "unit": row["unit"],
        "low": row["low"],
        "high": row["high"],
        "passages": passages(row["passages"]),
        "files": [file_row(stem) for stem in files],
        "formulas": [formula(line, main=True) for line in found],
        "parameters": [row],
        "claims": claims_of([name], set()),
    }


def _event(name: str) -> dict[str, Any]:
    from kennan.records.words import EVENT_WORDS

    return {"sentence": EVENT_WORDS[name], "unit": "number in the month", "passages": []}
