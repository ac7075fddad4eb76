"""Write docs/reference/record.md from the registers of tables, targets and originals: ``python docs/make_record.py``.

A test holds the committed page to what this prints, so that the page cannot fall behind the code.
"""

from __future__ import annotations

from pathlib import Path

from kennan import history
from kennan.history.builder import sources
from kennan.history.record import spec

PAGE = Path(__file__).parent / "reference" / "record.md"
HEAD = """# The record

Written by `docs/make_record.py` from the registers themselves (`history/record/tables.toml`, `history/targets.toml`,
`history/builder/sources.toml`); do not edit this page by hand. How to use it: [step by step](../how-to/record.md).

Contents: [how tables are read](#how-tables-are-read) · [what is forecast](#what-is-forecast) ·
[rules of observation](#rules-of-observation) · [tables](#tables) · [originals](#originals)

## How tables are read

A record is a folder of CSV files in UTF-8, one table each, named as below. Any of them may be there; columns that are
not known are passed over, columns marked * must be there when their table is. Dates are `1953-03-05`, `1953-03` where
the day is not known, years are whole numbers, a blank cell says "not known" where that is allowed. States go by their
Correlates of War code; leaders by Gleditsch and Ward's where that differs. Everything is checked when a record is
loaded, and all faults are told at once: columns that are missing, values of another type, unit or range, rows that
are there twice, dates that do not exist, spells that end before they begin, flags of censoring that contradict the
end.

`until(date)` gives the view that ends at the end of a day. A row of a year is known when the year is over, a count of
1 January on that day, an event on its day (without a day: when its month is over). A spell that ends later is open: its
end is blank, its flag of censoring is 1, and what is known only at the end is blank too.

A table is taken to be complete from the year of its first row to that of its last; spells, which may be open, to the
record's last year. Where this is wrong, a table `coverage` says so (`table`, `first`, `last`, `source`).

Tables marked *own* are the package's: a folder without them is given the package's rows, which end in 1965.
"""
RULES = """## Rules of observation

* **In the orbit** are the classes `core_satellite`, `allied_communist` and `third_world_marxist`; clients and passing
  occupations are not. A **theatre** is in the orbit when its leading state is, the one with most people on its soil
  about 1950 (`scenarios/x-1947/theatre_states.csv`), or when `theatre_spells` says so (zones of occupation, parts of a
  state). The observation is less sure where other states with a quarter of the people stand on the other side.
* **States in the orbit** are counted over theatres: one for each, a quarter for each of China's four, none for the
  western sectors of Berlin and for Tibet. A zone of occupation counts as the state that it became.
* **A crisis between the powers** is one in which one power is a crisis actor (ICB) and the other is one too, or acts by
  force or in secret (activity 3 or 4), or set it off. While it is open only what set it off is known.
* **Who yielded**: where both powers are actors, the one that was defeated if the other was not; where one is, its
  victory is the other's yielding and its defeat its own. Anything else: neither.
* **Open unrest** is a strike, riot, camp revolt, uprising or revolution; not a plot, a closed border, or a change at
  the top.
* **Quiet** is a transfer of power after which nobody who contended was killed within a year.
* **Broken up**: as the table `yearly` says; for years that it lacks, whether a republic of the Union has entered the
  state system after 1945, or the USSR has left it.
"""


def cell(text: object) -> str:
    """Return a cell of a Markdown table."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(head: list[str], rows: list[list[object]]) -> str:
    """Return a Markdown table."""
    lines = [f"| {' | '.join(head)} |", f"|{'---|' * len(head)}"]
    return "\n".join(lines + [f"| {' | '.join(cell(c) for c in row)} |" for row in rows])


def forecast() -> str:
    """Return what is forecast: the targets and how they are measured on either side."""
    rows = [
        [
            f"`{t.name}`",
            t.sentence,
            t.kind,
            t.unit,
            ways(t.tables),
            errors(t.error, t.scale),
            ", ".join(t.passages),
        ]
        for t in history.targets().values()
    ]
    head = ["target", "sentence", "kind", "unit", "told by", "error: sure, less, least", "passages"]
    parts = [
        "## What is forecast",
        "",
        table(head, rows),
        "",
        "Errors are standard deviations on the scale named; of a",
    ]
    parts[-1] += " yes or no, the chance that the record has it wrong."
    parts += ["", "How the model says it:", ""]
    rows = [
        [f"`{t.name}`", f"`{t.quantity}`", t.formula, t.model_error, t.error_source]
        for t in history.targets().values()
    ]
    parts.append(
        table(
            [
                "target",
                "quantity or event",
                "formula",
                "error of the model's measure",
                "error of the record: source",
            ],
            rows,
        )
    )
    parts += ["", "Claims of the article that each bears on:", ""]
    parts += [
        f"* `{t.name}`: " + ", ".join(f"`{claim}`" for claim in t.claims) for t in history.targets().values()
    ]
    return "\n".join(parts)


def ways(tables: tuple[tuple[str, ...], ...]) -> str:
    """Return the ways to observe a target, in words."""
    return ", else ".join(" with ".join(f"`{name}`" for name in way) for way in tables)


def errors(error: dict[str, float], scale: str) -> str:
    """Return the errors by certainty."""
    said = ", ".join(f"{error[grade]:g}" for grade in ("high", "medium", "low"))
    return f"{said} (of the log)" if scale == "log" else said


def tables() -> str:
    """Return every table with its columns."""
    parts = ["## Tables"]
    for name, t in spec.tables().items():
        own = " (*own*)" if t.own else ""
        parts += ["", f"### {name}", "", f"{t.sentence} A row is a {t.row}{own}; unique by {names(t.keys)}."]
        if t.start:
            parts[-1] += f" Begins with {names(t.start)}"
            parts[-1] += f", ends with {names(t.end)}." if t.end else f", known {t.known}."
        parts += ["", ", ".join(column(c) for c in t.columns.values()) + "."]
    return "\n".join(parts)


def names(columns: tuple[str, ...]) -> str:
    """Return names of columns, in words."""
    return ", ".join(f"`{column}`" for column in columns)


def column(c: spec.Column) -> str:
    """Return one column with its unit and range, if it has any."""
    said = [c.unit] if c.unit else []
    if c.low is not None and c.high is not None and c.unit:
        said.append(f"{c.low:g} to {c.high:g}")
    said += ["one of " + ", ".join(c.one_of)] if c.one_of else []
    return f"`{c.name}`{'*' if c.needed else ''}" + (f" ({'; '.join(said)})" if said else "")


def originals() -> str:
    """Return where the originals are to be had."""
    parts = [
        "## Originals",
        "",
        "What `kennan record build` makes tables of. Read the terms before you pass anything on. *Checked* says what",
        "address, file name and columns were held against; nothing was fetched from a publisher, and pages move.",
    ]
    for s in sources().values():
        makes = ", ".join(f"`{name}`" for name in s.makes)
        wanted = ", ".join(f"`{name.replace('|', '` or `')}`" for name in s.columns)
        parts += [
            "",
            f"### {s.title}",
            "",
            f"* To be had: {s.where}",
            f"* Terms: {s.licence}",
            f"* Cite: {s.cite}",
            f"* Checked: {s.checked}",
        ]
        parts += [f"* File: `{s.files[0]}`; makes {makes}", f"* Columns that are read: {wanted}"]
    return "\n".join(parts)


def page() -> str:
    """Return the whole page."""
    return "\n\n".join([HEAD.rstrip(), forecast(), RULES.rstrip(), tables(), originals()]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE)
