"""``kennan trace``: which mechanism changed what, by how much, in one month of one world."""

from __future__ import annotations

import argparse
import dataclasses
from collections.abc import Iterable
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.cli import files, shared
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults

if TYPE_CHECKING:
    from kennan.cli.tables import Console
    from kennan.ledger.trace_entries import Trace

TOP = 8  # theatres shown


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan trace``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run")
    put("--world", required=True, metavar="N", help="number of the world")
    put("--month", required=True, metavar="MONTH", help="the month that is taken apart, such as 1953-03")
    put("--quantity", metavar="NAME", help="one quantity: its change by strengths, and what was read for it")
    put(
        "--theatre", metavar="CODE", help="for a quantity of theatres: which one (default: that changed most)"
    )
    put("--policy", metavar="NAME", help="a policy of the run (default: its first)")
    shared.extensions_of_run(parser)
    put("--all", action="store_true", help="show every quantity, not only those that the run records")
    put("--picture", metavar="FILE", help="draw the quantity's change by strengths (.svg, .png or .pdf)")
    put("--force", action="store_true", help="replace an earlier picture")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan trace``."""
    from kennan.ledger.trace import trace

    faults = Faults()
    picture = _picture(asked, faults)
    world = int(asked.world) if asked.world.isdecimal() else asked.world
    try:
        with watched(asked) as watch:
            found = trace(
                asked.run, world, asked.month, asked.quantity, asked.policy, asked.theatre, announce=watch.say
            )
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    if picture:
        from kennan.plots.taken_apart import taken_apart

        files.save(taken_apart(found), picture, asked.force)
    if asked.json:
        return as_json({"run": asked.run, **dataclasses.asdict(found)})
    from kennan.cli import tables
    from kennan.ledger.fork_base import plan_of

    to = tables.console()
    if asked.quantity:
        _one(to, found)
    else:
        _month(to, found, None if asked.all else plan_of(asked.run).record)
    _end(found)
    if picture:
        print(f"picture: {picture}")
    return 0


def _picture(asked: argparse.Namespace, faults: Faults) -> Path | None:
    """Return where the picture goes; checked before anything is computed."""
    if asked.picture and not asked.quantity:
        faults.add("the picture shows one quantity", where="--picture", do="name it with --quantity")
    return files.picture(asked, faults)


def _head(found: Trace) -> str:
    return f"{found.policy}, world {found.world:,}, {found.month}"


def _month(to: Console, found: Trace, wanted: Iterable[str] | None) -> None:
    """Print what each mechanism changed in the quantities of the world, in the order of the month."""
    from kennan.cli import tables
    from kennan.model import quantities

    register = quantities.load()
    rows = [c for c in found.changes if not c.of and (wanted is None or c.quantity in set(wanted))]
    shown: list[list[str]] = []
    for mechanism, group in groupby(rows, key=lambda c: (c.part, c.mechanism)):
        for number, c in enumerate(group):
            head = [mechanism[1], ", ".join(c.passages)] if not number else ["", ""]
            shown.append([*head, c.quantity, _number(c.before), _number(c.after), _signed(c.change)])
    columns = ["mechanism", "passages", "quantity", "before", "after", "change"]
    tables.show(to, f"{_head(found)}: what changed, in the order of the month", columns, shown, 3)
    local = [c for c in found.changes if c.of and c.quantity in ("influence", "in_orbit", "crisis_level")]
    most = sorted(local, key=lambda c: -abs(c.change))[:TOP]
    if most:
        shown = [
            [c.of, c.mechanism, c.quantity, _number(c.before), _number(c.after), _signed(c.change)]
            for c in most
        ]
        columns = ["theatre", "mechanism", "quantity", "before", "after", "change"]
        tables.show(to, f"Theatres: the {len(most)} largest changes", columns, shown, 3)
    left = len({c.quantity for c in found.changes if not c.of}) - len({c.quantity for c in rows})
    if left:
        print(f"{left} other quantities changed that the run does not record: --all shows them")
    units = sorted({register[c.quantity].unit for c in rows})
    print(f"units: {', '.join(units)} (kennan list quantities)")


def _one(to: Console, found: Trace) -> None:
    """Print the change of one quantity: by steps, by strengths, and what was read."""
    from kennan.cli import tables
    from kennan.model import quantities

    quantity = quantities.load()[found.quantity]
    place = f" in {found.of}" if found.of else ""
    assert found.before is not None
    assert found.after is not None
    assert found.change is not None
    print(f"{_head(found)}")
    print(f"{found.quantity}{place}: {quantity.sentence} ({quantity.unit})")
    print(f"{_number(found.before)} -> {_number(found.after)}, {_signed(found.change)}")
    rows = [
        [c.mechanism, ", ".join(c.passages), _number(c.before), _number(c.after), _signed(c.change)]
        for c in found.changes
        if c.of == found.of
    ]
    columns = ["mechanism", "passages", "before", "after", "change"]
    tables.show(to, "By mechanism, in the order of the month", columns, rows, 3)
    shown = sorted((s for s in found.shares if s.change), key=lambda s: -abs(s.change))
    rows = [
        [s.strength or "the rest", s.mechanism, ", ".join(s.passages), s.sentence, _signed(s.change)]
        for s in shown
    ]
    tables.show(to, "By strength", ["strength", "in", "passages", "", "share"], rows, 1)
    idle = list(dict.fromkeys(s.strength for s in found.shares if s.strength and not s.change))
    if idle := [name for name in idle if name not in {s.strength for s in shown}]:
        print(f"read, without effect this month: {', '.join(idle)}")
    total = f"the shares add up to {_signed(sum(s.change for s in found.shares))}"
    print(total + (f"; rounding leaves {found.rounding:.1g}" if found.rounding else ", exactly"))
    rows = [
        [i.mechanism, i.kind, f"{i.name} {i.of}".strip(), _number(i.value)]
        for i in found.inputs
        if i.kind != "lever"
    ]
    tables.show(to, "What was read for it", ["mechanism", "", "", "value"], _once(rows), 1)
    others = sorted((c for c in found.changes if c.of != found.of), key=lambda c: -abs(c.change))[:TOP]
    if others:
        rows = [[c.of, c.mechanism, _number(c.before), _number(c.after), _signed(c.change)] for c in others]
        columns = ["", "mechanism", "before", "after", "change"]
        tables.show(to, f"Elsewhere: the {len(others)} largest changes", columns, rows, 3)


def _end(found: Trace) -> None:
    happened = ", ".join(f"{name} {n}" for name, n in found.events.items()) or "nothing of note"
    print(f"events: {happened}")
    print("levers: " + ", ".join(f"{name} {value:.3g}" for name, value in found.levers.items()))
    if found.stored and found.stored.equal < found.stored.compared:
        print(
            f"note: {found.stored.compared - found.stored.equal} of {found.stored.compared} recorded values "
            f"differ from the run by up to {found.stored.largest:.2g}: it was made on another machine"
        )
    elif found.stored:
        print(f"all {found.stored.compared} values that the run records of this month are the same")


def _once(rows: list[list[str]]) -> list[list[str]]:
    """Leave out a first cell that only repeats the one above."""
    return [["", *row[1:]] if k and rows[k - 1][0] == row[0] else row for k, row in enumerate(rows)]


def _number(value: float) -> str:
    return f"{value:.6g}"


def _signed(value: float) -> str:
    return f"{value:+.4g}" if value else "0"
