"""Write docs/reference/record.md from the registers of tables, targets and originals: ``python docs/make_record.py``.

A test holds the committed page to what this prints, so that the page cannot fall behind the code.
"""

from __future__ import annotations

from pathlib import Path

from kennan import history, toml
from kennan.history.builder import sources
from kennan.history.observe import rule
from kennan.history.record import spec

PAGE = Path(__file__).parent / "reference" / "record.md"
HEAD = """# The record

Written by `docs/make_record.py` from the registers themselves (`history/record/tables.toml`, `history/targets.toml`,
`history/builder/sources.toml`) and from `record.toml` of x-1947; do not edit this page by hand. How to use it:
[step by step](../how-to/record.md).

Contents: [how tables are read](#how-tables-are-read) · [what is forecast](#what-is-forecast) ·
[rules of observation](#rules-of-observation) · [tables](#tables) · [originals](#originals)

## How tables are read

A record is a folder of CSV files in UTF-8, one table each, named as below, letter by letter. Any of them may be
there; any other file is a fault, but for `README`, `LICENSE`, `CITATION`, `sources.csv` and hidden files. Columns
marked * must be there when their table is; the others may be missing or have blank cells, and columns that are not
known are told and passed over. A table of spells without its flag of censoring (`end_censored`, `settled_censored`)
has as open spells those without an end; without `outcome_censored` no outcome is censored. Both are told. Dates are
`1953-03-05`, `1953-03` where the day is not known, or `1953`; years are whole numbers. States go by their Correlates
of War code; leaders by Gleditsch and Ward's where that differs.

Everything is checked when a record is loaded: columns that are missing, values of another type, unit or range, rows
that are there twice, dates that do not exist, spells that end before they begin, flags of censoring that contradict
the end. All faults of tables that a target reads (of `record show`, `hindcast` and `score`: one that is asked for)
are told at once and stop. A table that nothing reads is passed over with its faults, which are told on standard
error.

`until(date)` gives the view that ends at the end of a day. A row of a year is known when the year is over, a count of
1 January on that day, an event on its day (without a day: when its month is over). A spell that ends later is open:
its end is blank, its flag of censoring is 1, and what is known only at the end is blank too.

A table of years tells of the years of its rows. A list (of events or spells) also tells by its silence, as far as it
is complete: from and to the years that a table `coverage` names (`table`, `first`, `last`, `source`; a row for each
part of a list with a gap). Without a row there it is complete from its first row, or from a year named below, to the
year of its last row but one, so that one late row does not speak for the years before it; to 1965 one row is enough.
(Of a scenario that does not take the package's facts: to the year `complete`, and always from its first row.)
Coverage is the table's own: no other table makes it reach further. `record check` prints it, and names rows that lie
later.

Each year of a target is told by the first of its tables that tells of it (*told by*, in order). Years of which none
of a folder's tables tells are told by the package's tables marked *own*, which end in 1965. What may still change
gives way to what is settled.
"""
RULES = """## Rules of observation

* **In the orbit** are the classes `core_satellite`, `allied_communist` and `third_world_marxist`; clients and passing
  occupations are not. A **theatre** is in the orbit when its leading state is, the one with most people on its soil
  about 1950 (`scenarios/x-1947/theatre_states.csv`), or when `theatre_spells` says so (zones of occupation, parts of a
  state). The observation is less sure where other states with a quarter of the people stand on the other side.
* **States in the orbit** are counted state by state, also where several share a theatre: one for each, a quarter for
  China in each of its four theatres, none for Tibet. A zone of occupation counts as the state that it became. (The
  model knows theatres, not states: it counts the leading state of each.)
* **A crisis between the powers** is one in which one power is a crisis actor (ICB) and the other is one too, or acts by
  force or in secret (activity 3 or 4), or set it off. While it is open only what set it off is known.
* **Who yielded**: where both powers are actors, the one that was defeated if the other was not; where one is, its
  victory is the other's yielding and its defeat its own. Anything else: neither.
* **Open unrest** is what many do in the open: a strike, protest, riot, mass movement, ethnic conflict, camp revolt,
  uprising or revolution; not a plot, a closed border, a change at the top, what the rulers did (an intervention), or
  the dissent of few. Words, without regard to capitals and hyphens:
  WORDS
  A word that is not here is named, and its row not counted.
* **Changes of leader** are told by `leaders` from the first of the USSR's to the last.
* **Quiet** is a transfer of power after which nobody who contended was killed within a year. From a list of events: a
  death with manner `natural` or a `palace coup`, violent if a `violent` event follows within a year.
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


def rules() -> str:
    """Return the rules of observation, with the words for unrest."""
    groups = toml.read(rule.WORDS, "words for unrest").data.values()
    lines = [
        "  " + ("open unrest: " if group["open"] else "not: ") + ", ".join(group["words"]) for group in groups
    ]
    return RULES.rstrip().replace("  WORDS", "\n".join(f"  * {line.strip()}" for line in lines))


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
    return "\n\n".join([HEAD.rstrip(), forecast(), rules(), tables(), originals()]) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE)
