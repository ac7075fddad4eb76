"""Write docs/explanation/odd.md, the ODD description, from its template and the registers: ``python docs/make_odd.py``.

A test holds the committed page to what this prints.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from making import modules
from making.tables import cell, coded, table

from kennan import article, policies, scenarios
from kennan.cli import registers
from kennan.model import chance, links, month, parameters, quantities
from kennan.model.recorded import EVENTS

PAGE = Path(__file__).parent / "explanation" / "odd.md"
TEMPLATE = Path(__file__).parent / "making" / "odd.template"
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
SCENARIO = "x-1947"


def state() -> str:
    """Return every quantity, by the mechanism that first writes it in the month."""
    found: dict[str, list[Any]] = {}
    files = modules.step_files()
    for name, quantity in quantities.load().items():
        home = links.homes()[name]
        found.setdefault(files.get(home, ""), []).append(quantity)
    text = ""
    for stem in [*dict.fromkeys(files[name] for name, _ in month.ORDER), ""]:
        if stem in found:
            title = (
                f"[{stem}](../theory/{stem}.md)" if stem else "Given at the start, and moved by no process"
            )
            rows = (
                (f"`{q.name}`", q.sentence, q.unit, f"{cell(q.low)} to {cell(q.high)}", q.axes, q.kind)
                for q in found[stem]
            )
            text += (
                f"**{title}**\n\n"
                + table(("quantity", "what it is", "unit", "range", "axis", "kind"), rows)
                + "\n"
            )
    return text.strip()


def schedule() -> str:
    """Return the month's processes in order, with the reason of each place, as the docstring of the month says them."""
    reasons = re.findall(r"^\d+\.\s+``(\w+)``\s+(.+?)[;,.]?$", month.__doc__ or "", re.MULTILINE)
    if [name for name, _ in reasons] != [name for name, _ in month.ORDER]:
        raise ValueError("the docstring of kennan.model.month does not list the month's order")
    files, steps = modules.step_files(), links.steps()
    rows = (
        (at, f"[{name}](../theory/{files[name]}.md)", why, coded(steps[name].writes))
        for at, (name, why) in enumerate(reasons, 1)
    )
    return table(("", "process", "why here", "it updates"), rows)


def draws() -> str:
    """Return the declared draws: law, over what, and which processes read them."""
    readers: dict[str, list[str]] = {}
    for name, step in links.steps().items():
        for draw in step.reads.draws:
            readers.setdefault(draw, []).append(name)
    rows = (
        (
            f"`{name}`",
            law,
            "world" if over == chance.WORLD else f"world and {over}",
            coded(readers.get(name, [])) or "start",
        )
        for name, (law, over) in chance.DECLARED.items()
    )
    return table(("draw", "law", "one for each", "read by"), rows)


def outcomes() -> str:
    """Return the outcomes with their rules."""
    rows = ((row["code"], row["title"], row["rule"], row["dissolves"]) for row in registers.rows("outcomes"))
    text = table(("", "outcome", "stands where", "dissolves"), rows)
    return text + "\n[Full definitions](../reference/registers.md#outcomes)"


def numbers(group: str) -> str:
    """Return a group of the scenario's numbers."""
    rows = (
        (
            f"`{n['name']}`",
            n["value"],
            f"{cell(n['low'])} to {cell(n['high'])}",
            n["unit"],
            n["mark"],
            n["passages"],
        )
        for n in _scenario()["numbers"]
        if n["group"] == group
    )
    return table(("number", "value", "plausible range", "unit", "mark", "passages"), rows)


def submodels() -> str:
    """Return the mechanisms, in the order of the month."""
    files = modules.step_files()
    rows = []
    for stem in dict.fromkeys(files[name] for name, _ in month.ORDER):
        module = modules.load(stem)
        count = sum(p.file == stem for p in parameters.load().values())
        rows.append((f"[{module.title.partition(' (')[0]}](../theory/{stem}.md)", module.passages, count))
    return table(("submodel", "passages", "numbers"), rows)


def _scenario() -> dict[str, Any]:
    return next(row for row in registers.rows("scenarios") if row["name"] == SCENARIO)


def _counted(count: Counter[str]) -> str:
    return ", ".join(f"{number} {name}" for name, number in count.most_common())


def values() -> dict[str, str]:
    """Return what stands in each place of the template."""
    scenario = scenarios.load(SCENARIO)
    claims, numbers_ = article.claims().values(), parameters.load().values()
    start = [n for n in _scenario()["numbers"] if n["group"] == "start"]
    shipped = registers.rows("policies")
    return {
        "n_claims": str(len(claims)),
        "claims_by_part": ", ".join(f"{part}: {n}" for part, n in Counter(c.part for c in claims).items()),
        "n_rivals": {3: "three"}.get(chance.RIVALS, str(chance.RIVALS)),
        "n_theatres": str(len(scenario.theatres.code)),
        "n_quantities": str(len(quantities.load())),
        "state": state(),
        "years": "45",
        "start_month": f"{MONTHS[scenario.start_month - 1]} {scenario.start_year}",
        "n_steps": str(len(month.ORDER)),
        "schedule": schedule(),
        "seen": coded(policies.registers.seen()),
        "n_draws": str(len(chance.DECLARED)),
        "draws": draws(),
        "n_drawn": str(sum(bool(p.prior) for p in numbers_)),
        "n_parameters": str(len(numbers_)),
        "n_recorded": str(sum(q.recorded for q in quantities.load().values())),
        "n_events": str(len(EVENTS)),
        "outcomes": outcomes(),
        "scenario_title": scenario.title,
        "n_start": str(len(start)),
        "start_marks": _counted(Counter(n["mark"] for n in start)),
        "start": numbers("start"),
        "policies": table(
            ("policy", "what it is", "hindsight"),
            ((f"`{r['name']}`", r["sentence"], r["hindsight"]) for r in shipped),
        ),
        "hindsight": numbers("hindsight"),
        "submodels": submodels(),
        "parameter_kinds": _counted(Counter(p.kind for p in numbers_)),
    }


def page() -> str:
    """Return the whole page."""
    text = TEMPLATE.read_text(encoding="utf-8")
    filled = values()
    wanted = set(re.findall(r"\{\{(\w+)\}\}", text))
    if wanted != set(filled):
        raise ValueError(f"the template and the values differ: {sorted(wanted ^ set(filled))}")
    text = re.sub(r"\{\{(\w+)\}\}", lambda m: filled[m[1]].rstrip("\n"), text)
    return re.sub(r" +$", "", text, flags=re.MULTILINE)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE)
