"""Write docs/reference/registers.md from the registers: ``python docs/make_reference.py``.

A test holds the committed page to what this prints, so that the page cannot fall behind the model.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from making.tables import table

from kennan.cli import registers
from kennan.model.recorded import EVENTS
from kennan.policies import registers as of_policies
from kennan.records.words import EVENT_WORDS

PAGE = Path(__file__).parent / "reference" / "registers.md"
MARKS = ("passage", "source", "calibrated", "assumption")
HEAD = """# The registers

Written by `docs/make_reference.py` from the registers themselves; do not edit this page by hand. The same rows,
with every field, come from `kennan list REGISTER --json` ([what the fields mean](json.md)). Passages are numbered
by part and paragraph: III.4 is the fourth paragraph of the third part.

Contents: [marks](#marks) · [outcomes](#outcomes) · [policies](#policies) · [levers](#levers) ·
[what a rule can see](#what-a-rule-can-see) · [mechanisms](#mechanisms) · [parameters](#parameters) ·
[quantities](#quantities) · [events](#events) · [theatres](#theatres)
"""


def marks(parameters: list[dict[str, Any]], scenarios: list[dict[str, Any]]) -> str:
    """Return how many numbers carry which mark, and every parameter that is not an assumption."""
    rows = []
    for kind in ("strength", "magnitude", "shape"):
        count = Counter(p["mark"] for p in parameters if p["kind"] == kind)
        drawn = sum(bool(p["prior"]) for p in parameters if p["kind"] == kind)
        rows.append([f"parameters: {kind}", *(count[m] for m in MARKS), sum(count.values()), drawn])
    for scenario in scenarios:
        for group in sorted({number["group"] for number in scenario["numbers"]}):
            count = Counter(n["mark"] for n in scenario["numbers"] if n["group"] == group)
            rows.append([f"{scenario['name']}: {group}", *(count[m] for m in MARKS), sum(count.values()), ""])
    anchored = [p for p in parameters if p["mark"] != "assumption"]
    return (
        "\n## Marks\n\nEvery number carries one mark: `passage` (the article says so), `source` (a document or data "
        "set says so), `calibrated` (set so that the model gives a stated result; the source says which, and to what "
        "date) or `assumption` (nobody says so; the reason stands beside it). Most are assumptions, and that is the "
        "first thing to know about the results.\n\n"
        + table(("numbers", *MARKS, "in all", "drawn per world"), rows)
        + "\nThe parameters that are more than assumptions:\n\n"
        + table(
            ("name", "mark", "value", "unit", "passages", "source"),
            ([p["name"], p["mark"], p["value"], p["unit"], p["passages"], p["source"]] for p in anchored),
        )
    )


def outcomes(rows: list[dict[str, Any]]) -> str:
    """Return the page of definitions."""
    text = (
        "\n## Outcomes\n\nOutcomes are recognised by rule. They never stop a world, and each but general war can "
        "dissolve as well as form. Where several stand at the end, the world is counted under the first of this list. "
        "Names in `code` are quantities and parameters.\n"
    )
    for row in rows:
        passages = ", ".join(row["passages"]) or "none: the article is silent"
        text += f"\n### {row['code']}. {row['title']} (`{row['name']}`)\n\n{row['sentence']}\n\n"
        text += f"* Rule: {row['rule']}\n* Progress (`progress_{row['name']}`): {row['progress']}\n"
        text += f"* Dissolves: {row['dissolves']}\n"
        if row["reads"]:
            text += f"* Reads: {', '.join(f'`{name}`' for name in row['reads'])}\n"
        text += f"* Passages: {passages}. Mark: {row['mark']} ({row['source']}).\n"
    return text


def policies(rows: list[dict[str, Any]]) -> str:
    """Return the shipped policies, and their levers at the start."""
    levers = list(of_policies.levers())
    text = "\n## Policies\n\n" + table(
        ("name", "what it is", "passages", "rules", "hindsight"),
        ([f"`{r['name']}`", r["sentence"], r["passages"], len(r["rules"]), r["hindsight"]] for r in rows),
    )
    text += "\nLevers at the start of 1947; `…` marks one that moves with the years:\n\n"
    moved = []
    for row in rows:
        points = [row["levers"][name] for name in levers]
        moved.append([f"`{row['name']}`", *(f"{p[0][1]:g}{' …' if len(p) > 1 else ''}" for p in points)])
    return text + table(("policy", *levers), moved)


def levers() -> str:
    """Return what can be set, and what a rule can read."""
    set_ = of_policies.levers().values()
    seen = of_policies.seen().values()
    text = (
        "\n## Levers\n\nWhat a policy can set. A lever that a policy does not name has its default, which is "
    )
    text += "containment's.\n\n"
    text += table(
        ("lever", "what it is", "unit", "low", "high", "default", "passages"),
        ([f"`{v.name}`", v.sentence, v.unit, v.low, v.high, v.default, v.passages] for v in set_),
    )
    text += (
        "\n## Decisions by hand\n\nWhat a person who plays a side decides in its place, in a table `[by_hand]` of a "
        "policy: a value, or a schedule, for the world or for theatres by code. Where nothing is decided the value is "
        "neutral, and every number is as the model has it.\n\n"
    )
    text += table(
        ("decision", "whose", "what it is", "over", "unit", "low", "high", "neutral", "passages"),
        (
            [f"`{v.name}`", v.side, v.sentence, v.axes, v.unit, v.low, v.high, v.neutral, v.passages]
            for v in of_policies.by_hand().values()
        ),
    )
    text += (
        "\n## What a rule can see\n\nA rule reads the open power's own pictures and its own state, never the "
    )
    text += "truth about the other side.\n\n"
    return text + table(("name", "what it is", "unit"), ([f"`{v.name}`", v.sentence, v.unit] for v in seen))


def mechanisms(rows: list[dict[str, Any]]) -> str:
    """Return every mechanism with its passages and claims, file by file."""
    text = (
        "\n## Mechanisms\n\nEach has a strength; `--off NAME` sets it to 0, which removes exactly that mechanism. "
        "The range is what the priors may draw.\n"
    )
    files: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        files.setdefault(row["file"].partition(".")[0], []).append(row)
    for file, inside in files.items():
        text += f"\n### `{file}`\n\n" + table(
            ("mechanism", "what it does", "strength", "range", "unit", "passages", "claims that rest on it"),
            (
                [
                    f"`{r['name']}`",
                    r["sentence"],
                    r["value"],
                    f"{r['low']:g} to {r['high']:g}",
                    r["unit"],
                    r["passages"],
                    r["claims"],
                ]
                for r in inside
            ),
        )
    return text


def parameters(rows: list[dict[str, Any]]) -> str:
    """Return how many parameters of which kind and mark each file holds."""
    files: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        files.setdefault(row["file"].partition(".")[0], []).append(row)

    def line(name: str, inside: list[dict[str, Any]]) -> list[Any]:
        kinds, marked = Counter(p["kind"] for p in inside), Counter(p["mark"] for p in inside)
        drawn = sum(bool(p["prior"]) for p in inside)
        return [
            name,
            kinds["strength"],
            kinds["magnitude"],
            kinds["shape"],
            *(marked[m] for m in MARKS),
            drawn,
        ]

    return (
        "\n## Parameters\n\nCounts by file. A strength can be switched off; a magnitude is a size or a rate; a shape "
        "is a constant of an equation's form. `kennan list parameters` names them all.\n\n"
        + table(
            ("file", "strengths", "magnitudes", "shapes", *MARKS, "drawn per world"),
            [*(line(f"`{file}`", inside) for file, inside in files.items()), line("all", rows)],
        )
    )


def quantities(rows: list[dict[str, Any]]) -> str:
    """Return the register of state."""
    return (
        "\n## Quantities\n\nThe state, and what is recorded of it. An index is ordinal: a value means something only "
        "beside other values of the same quantity. `recorded` quantities are kept month by month without being asked "
        "for; `--keep` keeps others that have the axis `world`.\n\n"
        + table(
            ("name", "what it is", "unit", "axis", "kind", "low", "high", "recorded", "passages"),
            (
                [
                    f"`{r['name']}`",
                    r["sentence"],
                    r["unit"],
                    r["axes"],
                    r["kind"],
                    r["low"],
                    r["high"],
                    r["recorded"],
                    r["passages"],
                ]
                for r in rows
            ),
        )
    )


def page() -> str:
    """Return the whole page."""
    read = registers.rows
    text = HEAD + marks(read("parameters"), read("scenarios")) + outcomes(read("outcomes"))
    text += policies(read("policies")) + levers() + mechanisms(read("mechanisms"))
    text += parameters(read("parameters")) + quantities(read("quantities"))
    text += "\n## Events\n\nCounted month by month; `events` in a run.\n\n"
    text += table(("event", "what it is"), ([f"`{name}`", EVENT_WORDS[name]] for name in EVENTS))
    text += "\n## Theatres\n\n"
    for scenario in read("scenarios"):
        codes = ", ".join(scenario["theatres"])
        text += f"{len(scenario['theatres'])} in `{scenario['name']}` ({scenario['title']}): {codes}.\n"
    return text


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE)
