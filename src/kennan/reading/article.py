"""The article as the page reads it: paragraph by paragraph in our words, each claim with what was found about it."""

from __future__ import annotations

import re
from typing import Any

from kennan import article, policies
from kennan.model import parameters, quantities
from kennan.model.in_use import of_model
from kennan.policies.registers import levers
from kennan.reading import brought, ledgers, provenance

PARTS = {
    "I": "Where the conduct comes from",
    "II": "What it means for the conduct",
    "III": "What may come of it within",
    "IV": "What the open power is and does",
}
#: Paragraphs that make no claim a program could get wrong, with the reason.
SET_ASIDE = {
    "II.1": "It announces what follows and asserts nothing that a run could show or refute.",
}
#: What the text itself, or the form of any program, puts out of reach although a mechanism stands for it.
BEYOND = {
    "III.16": "The article says of the dead star that it can be neither proved nor disproved: a bright light fits a "
    "living star and a dead one. That the light lags is modelled; how long cannot be found from outside.",
    "III.13": "The forces that changed other governments after the war are surmised to be there unseen. The model has "
    "a quantity for them; nothing observed in 1947 could set it.",
    "III.7": "Nobody knows, says the article, what childhood under the plans has done to the young. Both signs are in "
    "the model, and the priors are wide.",
    "IV.7": "That Providence gave the challenge is no claim about a mechanism. What is left of it in conduct, that a "
    "common danger unites, is modelled.",
}


@of_model
def whole() -> dict[str, Any]:
    """Return the whole article as data that JSON can hold.

    Returns
    -------
    "parts", each with "id" and "title"; "passages" in the order of the text, each with "id", "part", "opening",
    "paraphrase", "claims" (ids; a claim stands at the first paragraph that makes it), "also" (claims that it makes with
    others), "mechanisms", "aside" and "beyond"; "claims" and "mechanisms" by name; "brought" (see
    :mod:`kennan.reading.brought`); "policies" under which a passage can
    be switched off; "terms"; "fidelity" and "truth", what is to be said of either ledger as a whole.
    """
    known, made = article.passages(), article.claims()
    first = {name: claim.passages[0] for name, claim in made.items()}
    strengths = parameters.strengths()
    rows = []
    for name, passage in known.items():
        own = [claim for claim, where in first.items() if where == name]
        with_others = [c.id for c in made.values() if name in c.passages and c.id not in own]
        carried = dict.fromkeys(m for claim in own for m in made[claim].mechanisms)
        carried.update(dict.fromkeys(n for n, p in strengths.items() if name in p.passages))
        rows.append(
            {
                "id": name,
                "part": passage.part,
                "opening": passage.opening,
                "paraphrase": passage.paraphrase,
                "claims": own,
                "also": with_others,
                "mechanisms": list(carried),
                "aside": SET_ASIDE.get(name, ""),
                "beyond": BEYOND.get(name, ""),
            }
        )
    return {
        "parts": [{"id": k, "title": v} for k, v in PARTS.items()],
        "passages": rows,
        "claims": {name: claim_row(name) for name in made},
        "mechanisms": {name: mechanism_row(name) for name in strengths},
        "brought": brought.rows(),
        "policies": [name for name in policies.names() if not policies.load(name).hindsight],
        "terms": [term_row(term) for term in article.terms().values()],
        "fidelity": {k: v for k, v in ledgers.fidelity().items() if k != "claims"},
        "truth": {k: v for k, v in ledgers.truth().items() if k != "claims"},
    }


def mechanism_row(name: str) -> dict[str, Any]:
    """Return what a strength is, in short."""
    p = parameters.load()[name]
    return {"name": name, "sentence": p.sentence, "value": p.value, "mark": p.mark, "file": p.file}


def claim_row(name: str) -> dict[str, Any]:
    """Return one claim with its place in both ledgers.

    "checks" hold what was measured: "arms" as (words, value, value with ``without`` off), "findings" as dictionaries
    with "name", "expected", "value", "low", "high", "verdict", and "above" and "below", the ends of the region that was
    expected (None where it has none).
    """
    claim = article.claims()[name]
    found, judged = ledgers.fidelity_of(name), ledgers.truth_of(name)
    return {
        "id": name,
        "short": short_title(name),
        "passages": list(claim.passages),
        "paraphrase": claim.paraphrase,
        "mechanisms": list(claim.mechanisms),
        "levers": list(claim.levers),
        "signature": claim.signature,
        "falsifier": claim.falsifier,
        "status": claim.status,
        "reason": claim.reason,
        "verdict": found.get("verdict", ""),
        "checks": [check_row(check) for check in found.get("checks", ())],
        "truth": {
            "verdict": judged.get("verdict", ""),
            "reason": judged.get("reason", ""),
            "targets": [t.replace("_", " ") for t in judged.get("targets", ())],
            "gain": judged.get("gain"),
            "low": judged.get("low"),
            "high": judged.get("high"),
        },
    }


def check_row(check: dict[str, Any]) -> dict[str, Any]:
    """Return one check of the shipped ledger with its findings as dictionaries."""
    keys = ("name", "expected", "value", "low", "high", "verdict")
    findings = [dict(zip(keys, f, strict=True)) for f in check["findings"]]
    for finding in findings:
        finding["above"], finding["below"] = region(str(finding["expected"]))
    return {**check, "findings": findings}


def region(words: str) -> tuple[float | None, float | None]:
    """Return the ends of an expectation in words: "above 2" is (2, None), "1 to 2" is (1, 2)."""
    number = r"-?[\d.]+(?:e[+-]?\d+)?"
    if found := re.fullmatch(rf"above ({number})", words):
        return float(found[1]), None
    if found := re.fullmatch(rf"below ({number})", words):
        return None, float(found[1])
    if found := re.fullmatch(rf"({number}) to ({number})", words):
        return float(found[1]), float(found[2])
    return None, None


def short_title(name: str) -> str:
    """Return the short name of a claim: "II.10b-prestige-trap" is "Prestige trap"."""
    return provenance.title(name.partition("-")[2].replace("-", " "))


def term_row(term: article.Term) -> dict[str, Any]:
    """Return one word of the glossary."""
    return {"term": term.term, "meaning": term.meaning, "kind": term.kind, "passages": list(term.passages)}


def registers() -> dict[str, list[str]]:
    """Return every name that :func:`kennan.reading.provenance.quantity` knows, by kind."""
    return {
        "quantity": list(quantities.load()),
        "lever": list(levers()),
        "parameter": list(parameters.load()),
    }
