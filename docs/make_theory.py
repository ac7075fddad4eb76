"""Write one page a mechanism into docs/theory, and its table of contents: ``python docs/make_theory.py``.

Everything on a page is read from the mechanism's docstring, from its code and from the registers. A test holds the
committed pages to what this prints.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from making import modules
from making.notation import NOTATION
from making.tables import cell, coded, ordered_passages, passages, table

from kennan.reading import latex
from kennan.reading.equations import stems

FOLDER = Path(__file__).parent / "theory"
SAID = (
    "Written by `docs/make_theory.py` from the docstring and the code of "
    "[`mechanisms/{stem}.py`](../../src/kennan/model/mechanisms/{stem}.py), from its numbers in "
    "[`parameters/{stem}.toml`](../../src/kennan/model/parameters/{stem}.toml) and from the registers; do not edit "
    "this page by hand. [All mechanisms](index.md) · [the whole model as an ODD description](../explanation/odd.md)."
)


def page(stem: str) -> str:
    """Return the page of one mechanism."""
    module = modules.load(stem)
    text = f"# {module.title}\n\n{SAID.format(stem=stem)}\n\n" + "\n\n".join(module.prose) + "\n"
    text += f"\n{_when(module)}\n\n## What the article says\n\n" + passages(ordered_passages(module.passages))
    text += "\n## What it reads and writes\n\n" + _links(module)
    text += "\n## Equations\n\n" + _equations(module)
    text += "\n## Numbers\n\n" + _numbers(stem)
    text += "\n## Claims that rest on it\n\n" + _claims(stem)
    text += "\n## Departures from the dossier\n\n" + _departures(module)
    return text + "\n## Literature\n\n" + _literature(stem)


def _when(module: modules.Module) -> str:
    from kennan.model.month import ORDER

    places = [str([name for name, _ in ORDER].index(step) + 1) for step in module.steps]
    steps = coded(module.steps)
    if len(places) == 1:
        return f"In the month: step {places[0]} of {len(ORDER)}, {steps}."
    return f"In the month: steps {' and '.join(places)} of {len(ORDER)}, {steps}."


def _links(module: modules.Module) -> str:
    """Return what the steps of a file write, count and read, found by tracing the steps themselves."""
    from kennan.model import links, quantities

    register, steps = quantities.load(), links.steps()
    touched = [steps[name] for name in module.steps]
    writes = [name for name in register if any(name in step.writes for step in touched)]
    reads = links.Reads.together([step.reads for step in touched])
    text = "It writes:\n\n" + table(
        ("quantity", "what it is", "unit", "range"),
        (
            (f"`{name}`", q.sentence, q.unit, f"{cell(q.low)} to {cell(q.high)}")
            for name, q in register.items()
            if name in writes
        ),
    )
    text += "\nIt reads, of what other mechanisms wrote this month or the month before:\n\n"
    text += _by_home(name for name in reads.quantities if name not in writes)
    own = [name for name in reads.quantities if name in writes]
    more = {
        "of its own, as it stood": own,
        "levers of the open power": reads.levers,
        "named draws": reads.draws,
        "figures of the place": reads.place,
        "events that it counts": [event for step in touched for event in step.events],
    }
    return text + "".join(f"* {what}: {coded(names)}\n" for what, names in more.items() if names)


def _by_home(names: Iterable[str]) -> str:
    from kennan.model import links

    homes, found = links.homes(), {}
    for name in names:
        file = modules.step_files().get(homes[name], "")
        found.setdefault(file, []).append(name)
    lines = []
    for file in sorted(found):
        where = f"[{file}]({file}.md)" if file else "the start, which no step changes"
        lines.append(f"* {where}: {coded(found[file])}\n")
    return "".join(lines) or "* nothing\n"


def _equations(module: modules.Module) -> str:
    text = (
        "Line by line what the code does. Upright names are those of the registers and of the code; a mark (x') is the "
        "value after the step, held to its range in the register. The rest of the notation is [below](#notation).\n"
    )
    for function, lines in module.equations.items():
        sentence = module.sentences[function]
        title = sentence.removeprefix("Advance ").removeprefix("Return ").partition(";")[0].rstrip(".")
        title = re.sub(r",? (\[[^\]]*\]|\([^)]*\))", "", title)
        text += (
            f"\n### {title[:1].upper() + title[1:]} (`{function}`)\n" if title else f"\n### `{function}`\n"
        )
        text += "".join(f"\n```math\n{line}\n```\n" for line in lines)
    written = " ".join(line for lines in module.equations.values() for line in lines)
    text += "\n### Notation\n\n"
    return text + table(
        ("sign", "meaning"),
        ((f"${sign}$", meaning) for sign, mark, meaning in NOTATION if not mark or mark in written),
    )


def _numbers(stem: str) -> str:
    from kennan.model import parameters

    own = [p for p in parameters.load().values() if p.file == stem]
    shown = equation_names(stem)
    text = (
        "Kinds: a *strength* at 0 removes its mechanism; a *magnitude* is a size or rate; a *shape* is a constant of "
        "the form. Numbers with a prior are drawn for each world, with the value as median.\n\n"
    )
    text += table(
        ("number", "what it is", "kind", "value", "range", "unit", "prior", "mark", "passages", "source"),
        (
            (
                f"`{p.name}`",
                p.sentence,
                p.kind,
                p.value,
                f"{cell(p.low)} to {cell(p.high)}",
                p.unit,
                p.prior or "not drawn",
                p.mark,
                p.passages,
                p.source or "the passage",
            )
            for p in own
        ),
    )
    elsewhere = [p.name for p in own if p.name not in shown]
    if elsewhere:
        text += "\nNumbers of this file that enter elsewhere, and not in the equations above:\n\n"
        text += "".join(f"* `{name}`: in {_places(name)}\n" for name in elsewhere)
    borrowed = [p for p in parameters.load().values() if p.file != stem and p.name in shown]
    if borrowed:
        text += "\nNumbers of other files that enter here: "
        text += ", ".join(f"`{p.name}` ([{p.file}]({p.file}.md#numbers))" for p in borrowed) + ".\n"
    return text


def equation_names(stem: str) -> set[str]:
    """Return every name that stands in the equations of a mechanism."""
    written = " ".join(line for lines in modules.load(stem).equations.values() for line in lines)
    return set(latex.names_in(written))


def _places(name: str) -> str:
    where = []
    for file in modules.uses().get(name, ()):
        stem = Path(file).stem
        page = (
            f"[{stem}]({stem}.md)"
            if file.startswith("mechanisms/")
            else f"[`{file}`](../../src/kennan/model/{file})"
        )
        where.append(page)
    return ", ".join(where)


def _claims(stem: str) -> str:
    from kennan import article
    from kennan.model import parameters

    own = {name for name, p in parameters.strengths().items() if p.file == stem}
    rows = [
        (f"`{name}`", claim.paraphrase, coded(m for m in claim.mechanisms if m in own))
        for name, claim in article.claims().items()
        if own & set(claim.mechanisms)
    ]
    if not rows:
        return "None directly: this file has no strength of its own that carries a claim.\n"
    return table(("claim", "in our words", "carried by"), rows)


def _departures(module: modules.Module) -> str:
    if not module.departures:
        return "None: the form is the dossier's.\n"
    text = "\n\n".join(d[:1].upper() + d[1:] for d in module.departures)
    return text + "\n\n[All departures](../explanation/departures.md)\n"


def _literature(stem: str) -> str:
    """Return the works that the docstring, or the source of a number of the file, names."""
    from kennan.article import literature
    from kennan.model import parameters

    module = modules.load(stem)
    named: dict[str, list[str]] = {
        key: [] for key in literature.named_in(" ".join((*module.prose, *module.departures)))
    }
    for p in parameters.load().values():
        if p.file == stem:
            for key in literature.named_in(p.source):
                named.setdefault(key, []).append(p.name)
    works = [entry for key, entry in literature.references().items() if key in named and key != "kennan1947"]
    if not works:
        return "None beyond the article: forms and sizes are our own choice.\n"
    lines = [f"* {_work(w)}{f' For {coded(named[w.key])}.' if named[w.key] else ''}\n" for w in works]
    text = (
        "Works that this page names, or that single numbers rest on; (m): from memory, check before quoting."
    )
    return f"{text}\n\n" + "".join(lines)


def _work(entry: Any) -> str:
    """Return one work as a reference in a list."""
    names = "; ".join(author.strip("{}") for author in entry.authors).rstrip(".")
    where = ", ".join(
        filter(
            None, (f"*{entry.container}* {entry.volume}".strip() if entry.container else "", entry.publisher)
        )
    )
    pages = f": {entry.pages}" if entry.pages and entry.container else ""
    doi = f" doi:{entry.doi}." if entry.doi else ""
    title = f"*{entry.title}*" if entry.type == "book" else entry.title
    tail = f" {where}{pages}." if where else ""
    stop = "" if entry.title.endswith(("?", "!", ".")) else "."
    return f"{names}. {entry.year}. {title}{stop}{tail}{doi}{'' if entry.seen else ' (m)'}"


def contents() -> str:
    """Return the table of contents of the mechanisms, in the order of the month."""
    from kennan.model.month import ORDER

    text = (
        "# Mechanisms\n\nWritten by `docs/make_theory.py`; do not edit this page by hand. One page a file of "
        "`src/kennan/model/mechanisms`, in the order of the month. How they play together is told in [how the model "
        "works](../explanation/model.md) and, by the protocol of the field, in [the ODD "
        "description](../explanation/odd.md).\n\n"
    )
    files = dict.fromkeys(modules.step_files()[name] for name, _ in ORDER)
    rows = []
    for stem in files:
        module = modules.load(stem)
        count = len([1 for lines in module.equations.values() for _ in lines])
        rows.append(
            (
                f"[{stem}]({stem}.md)",
                module.title.partition(" (")[0],
                coded(module.steps),
                module.passages,
                count,
            )
        )
    return text + table(("file", "what it is", "steps", "passages", "equations"), rows)


def pages() -> dict[str, str]:
    """Return every page by file name."""
    return {"index.md": contents()} | {f"{stem}.md": page(stem) for stem in stems()}


if __name__ == "__main__":
    FOLDER.mkdir(exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    print(FOLDER)
