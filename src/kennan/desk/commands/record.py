"""``kennan record show | check | build | targets | originals``."""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from typing import Any

from kennan.faults import Faults, unknown

SINGLE = "orbit_theatre"  # a row a theatre and year: shown when asked for


def show(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record show``."""
    from kennan import history
    from kennan.scenarios.states import theatre_states

    named = asked.targets or [n for n in history.targets() if n != SINGLE or asked.unit]
    faults = Faults()
    faults.found.extend(
        unknown("theatre", u, theatre_states(), "--unit") for u in asked.unit if u not in theatre_states()
    )
    faults.raise_if_any()
    record = history.load(asked.record)
    if asked.until:
        record = record.until(asked.until)
    seen = history.observations(record, named)
    if asked.unit:
        seen = seen[seen.unit.isin(asked.unit)]
    rows = [{name: _plain(value) for name, value in row.items()} for row in seen.to_dict("records")]
    if asked.json:
        return _json({"record": record.place, "ends": record.ends.isoformat(), "observations": rows})
    from kennan.desk import tables

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

    record = history.load(asked.folder)
    found: list[dict[str, Any]] = []
    for name, data in sorted(record.tables.items()):
        first, last = record.covers(name) if name != "coverage" else (0, -1)
        here = name not in record.own
        found.append({"table": name, "rows": len(data), "first": first, "last": last, "here": here})
    observed = history.observations(record).groupby("target").size()
    targets = {name: int(observed.get(name, 0)) for name in history.targets()}
    if asked.json:
        answer = {
            "record": record.place,
            "ends": record.ends.isoformat(),
            "tables": found,
            "observations": targets,
        }
        return _json(answer)
    from kennan.desk import tables

    to = tables.console()
    shown = [
        [
            r["table"],
            "" if r["here"] else "the package's own",
            r["rows"],
            f"{r['first']}-{r['last']}" if r["last"] > 0 else "",
        ]
        for r in found
    ]
    tables.show(
        to, f"{record.place}: sound, to {record.ends.isoformat()}", ["table", "", "rows", "years"], shown, 2
    )
    tables.show(to, "Observations", ["target", "rows"], [[name, count] for name, count in targets.items()], 1)
    return 0


def build(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record build``."""
    from kennan.history import load
    from kennan.history.builder import build as make
    from kennan.history.builder import sources

    built = make(asked.originals, asked.to, force=asked.force)
    load(asked.to)  # what was made must be sound
    if asked.json:
        return _json(dataclasses.asdict(built))
    from kennan.desk import tables

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

    found = list(load_targets().values())
    if asked.json:
        return _json([dataclasses.asdict(target) for target in found])
    from kennan.desk import tables

    shown = [[t.name, t.sentence, t.formula, t.error_source] for t in found]
    columns = ["target", "what is forecast", "what the model says of it", "error of the record"]
    tables.show(tables.console(), "Targets", columns, shown)
    return 0


def originals(asked: argparse.Namespace) -> int:
    """Carry out ``kennan record originals``."""
    from kennan.history.builder import sources

    found = list(sources().values())
    if asked.json:
        return _json([dataclasses.asdict(source) for source in found])
    from kennan.desk import tables

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


def _json(answer: Any) -> int:
    json.dump(answer, sys.stdout, indent=2, ensure_ascii=False)
    print()
    return 0
