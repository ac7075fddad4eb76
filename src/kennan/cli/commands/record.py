"""``kennan record show | check | build | targets | originals``."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, streams
from kennan.cli.output import as_json
from kennan.cli.wishes import split
from kennan.faults import Faults, unknown

if TYPE_CHECKING:
    from kennan.history.record import Record

SINGLE = "orbit_theatre"  # a row a theatre and year: shown when asked for


WORDS = {
    "show": "what the record says of the targets, year by year",
    "check": "say whether a folder of tables is sound; exit 2 with every fault if not",
    "build": "make the tables from the originals as their publishers distribute them",
    "targets": "what is forecast and scored, and how it is measured on either side",
    "originals": "where the originals are to be had, under which terms, and how they are cited",
}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the commands of ``kennan record`` and their options."""
    inner = parser.add_subparsers(metavar="COMMAND", required=True)
    made = {name: shared.command(inner, name, words, f"record:{name}") for name, words in WORDS.items()}
    put = made["show"].add_argument
    put("targets", nargs="*", metavar="TARGET", help="only these (default: all but single theatres)")
    shared.record(made["show"])
    for name in ("show", "check", "targets"):
        shared.scenario(made[name])
    put("--as-of", metavar="DATE", help="only what could be known then: 1955, 1955-06 or 1955-06-30")
    put("--theatre", metavar="CODE", action="append", default=[], help="only this theatre; may be repeated")
    made["check"].add_argument("folder", metavar="FOLDER", help="the folder that holds the tables")
    put = made["build"].add_argument
    put("--from", dest="originals", required=True, metavar="FOLDER", help="where the originals lie")
    put("--to", required=True, metavar="FOLDER", help="where the tables go")
    put("--force", action="store_true", help="replace tables that are there")
    for one in made.values():
        shared.json(one)


def show(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record show``."""
    from kennan import history
    from kennan.history.observe.notes import notes
    from kennan.scenarios import theatre_states

    world, theatres = shared.chosen(asked), split(asked.theatre)
    known, codes = history.targets(None, world), theatre_states(world)
    named = list(dict.fromkeys(asked.targets)) or [n for n in known if n != SINGLE or theatres]
    faults = Faults()
    faults.found.extend(unknown("theatre", u, codes, "--theatre") for u in theatres if u not in codes)
    faults.raise_if_any()
    record = history.load(asked.record, reads=named, tell=streams.aside, scenario=world)
    for note in notes(record, named, world):
        streams.aside(note)
    if asked.as_of:
        record = record.until(asked.as_of)
    seen = history.observations(record, named, world)
    if theatres:
        seen = seen[seen.unit.isin(theatres)]
    rows = [{name: _plain(value) for name, value in row.items()} for row in seen.to_dict("records")]
    if asked.json:
        return as_json({"record": record.place, "ends": record.ends.isoformat(), "observations": rows})
    from kennan.cli import tables

    columns = ["target", "unit", "year", "value", "error", "sure", "from"]
    shown = [
        [r["target"], r["unit"], r["year"], _number(r["value"]), f"{r['error']:g}", _sure(r), r["source_id"]]
        for r in rows
    ]
    tables.show(tables.console(), f"The record to {record.ends.isoformat()} ({record.place})", columns, shown)
    return 0


def check(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record check``."""
    from kennan import history
    from kennan.history import terms
    from kennan.history.observe.notes import notes

    world = shared.chosen(asked)
    record = history.load(asked.folder, tell=streams.aside, scenario=world)
    said = [*record.notes, *notes(record, None, world)]
    observed = history.observations(record, None, world)
    read = terms.of(world).readers
    found = [_table(record, name, read) for name in sorted({*record.tables, *record.own, *_passed(record)})]
    targets = [_target(name, observed[observed.target == name]) for name in history.targets(None, world)]
    if asked.json:
        answer = {
            "record": record.place,
            "ends": record.ends.isoformat(),
            "tables": found,
            "observations": {one["target"]: one["rows"] for one in targets},
            "targets": targets,
            "passed_over": [dataclasses.asdict(fault) for fault in record.passed],
            "notes": said,
        }
        return as_json(answer)
    for note in said[len(record.notes) :]:  # loading has told the others
        streams.aside(note)
    from kennan.cli import tables

    to = tables.console()
    state = "sound" if not record.passed else "sound in all that is read"
    title = f"{record.place}: {state}, to {record.ends.isoformat()}"
    shown = [
        [one["table"], _whence(one), one["rows"], _spans(one["spans"]), ", ".join(one["read_by"])]
        for one in found
    ]
    tables.show(to, title, ["table", "", "rows", "complete", "read by"], shown)
    shown = [[one["target"], one["rows"], _spans(one["spans"]), ", ".join(one["from"])] for one in targets]
    tables.show(to, "Observations", ["target", "rows", "years", "from"], shown)
    return 0


def _passed(record: Record) -> set[str]:
    """Return the names of the tables that were passed over."""
    return {Path(fault.where.rsplit(".csv", 1)[0]).name for fault in record.passed}


def _table(record: Record, name: str, readers: Mapping[str, tuple[str, ...]]) -> dict[str, Any]:
    """Return what a check says of one table."""
    spans = [] if name == "coverage" or name in _passed(record) else record.spans(name)
    return {
        "table": name,
        "rows": 0 if name in _passed(record) else len(record.table(name)),
        "first": spans[0][0] if spans else 0,
        "last": spans[-1][1] if spans else -1,
        "spans": [list(span) for span in spans],
        "here": name not in record.own,
        "passed_over": name in _passed(record),
        "read_by": list(readers[name]),
    }


def _target(name: str, seen: Any) -> dict[str, Any]:
    """Return of how many units and years a record tells, and from which tables."""
    from kennan.history.record.record import joined

    spans = joined((int(year), int(year)) for year in seen.year.unique())
    return {
        "target": name,
        "rows": len(seen),
        "spans": [list(span) for span in spans],
        "from": sorted(seen.source_id.unique()),
    }


def _whence(one: dict[str, Any]) -> str:
    return "passed over" if one["passed_over"] else "" if one["here"] else "the package's own"


def _spans(spans: list[list[int]]) -> str:
    return ", ".join(f"{low}-{high}" if high > low else str(low) for low, high in spans)


def build(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record build``."""
    from kennan.history import load
    from kennan.history.builder import build as make
    from kennan.history.builder import sources

    faults = Faults()
    files.folder(asked, "to", faults)
    faults.raise_if_any()
    built = make(asked.originals, asked.to, force=asked.force)
    load(asked.to, tell=streams.aside)  # what was made must be sound
    if asked.json:
        return as_json(dataclasses.asdict(built))
    from kennan.cli import tables

    to = tables.console()
    tables.show(to, f"Made in {asked.to}", ["table", "rows"], [[n, c] for n, c in built.tables.items()], 1)
    tables.show(
        to, "Of", ["original", "file"], [[sources()[n].title, file] for n, file in built.used.items()]
    )
    if built.absent:
        shown = [[sources()[n].title, sources()[n].files[0], sources()[n].where] for n in built.absent]
        tables.show(to, "Not there", ["original", "file", "to be had at"], shown)
    return 0


def targets(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record targets``."""
    from kennan.history import targets as load_targets

    found = list(load_targets(None, shared.chosen(asked)).values())
    if asked.json:
        return as_json([dataclasses.asdict(target) for target in found])
    from kennan.cli import tables

    shown = [[t.name, t.sentence, t.formula, t.error_source] for t in found]
    columns = ["target", "what is forecast", "what the model says of it", "error of the record"]
    tables.show(tables.console(), "Targets", columns, shown)
    return 0


def originals(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record originals``."""
    from kennan.history.builder import sources

    found = list(sources().values())
    if asked.json:
        return as_json([dataclasses.asdict(source) for source in found])
    from kennan.cli import tables

    shown = [[s.title, s.files[0], s.where, s.licence, s.cite] for s in found]
    tables.show(tables.console(), "Originals", ["what", "file", "to be had at", "licence", "cite"], shown)
    return 0


def _sure(row: dict[str, Any]) -> str:
    return row["certainty"] + (", open" if row["censored"] else "")


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _plain(value: Any) -> Any:
    """Return NumPy's numbers as Python's, for JSON."""
    return value.item() if hasattr(value, "item") else value
