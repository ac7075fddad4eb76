"""``kennan fork``: the same worlds and luck, another choice from a month on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from kennan.cli import files, output
from kennan.cli.commands import wishes
from kennan.faults import BadInput, Faults
from kennan.ledger.fork import Fork, fork, same_before
from kennan.records import layout, place, work
from kennan.records.lock import Lock
from kennan.report import html as pages


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan fork``."""
    made, path, force = _prepared(asked)
    with Lock(path) as held:  # until the report is written
        return _carry_out(asked, made, path, force, held)


def _carry_out(asked: argparse.Namespace, made: Fork, path: Path, force: bool, held: Lock) -> int:
    show = not (asked.quiet or asked.json)
    if show:
        print(made.plan.describe())
    with output.watched(asked, total=made.plan.histories) as watch:
        seconds = work.keep(made.plan, path, watch, force=force, held=held)
    same = same_before(asked.run, path, made)
    if not (show or asked.json or asked.report):
        return 0
    from kennan.records import dataset

    ds = dataset.open(path)
    if show:
        from kennan.cli import tables

        tables.results(tables.console(), ds)
        sys.stdout.flush()
    report = None
    if asked.report:
        report = pages.write(ds, path / layout.REPORT)
    if asked.json:
        from kennan.cli.answer import answer

        found = answer(
            ds, made.plan.as_dict(), seconds=seconds, run=str(path), report=str(report) if report else None
        )
        found["fork"] = {
            "of": asked.run,
            "original": made.original,
            "forks": list(made.forks),
            "month": made.month,
            "equal_before": same,
        }
        output.as_json(found)
    elif show:
        _say(made, path, asked.run, same, report, seconds)
    return 0


def _prepared(asked: argparse.Namespace) -> tuple[Fork, Path, bool]:
    """Check everything that was asked for, before anything is written."""
    faults = Faults()
    made: Fork | None = None
    try:
        made = fork(asked.run, asked.at, [asked.policy, *wishes.split_policies(asked.vs or [])], asked.of)
    except BadInput as error:
        faults.take(error)
    path, force = Path(asked.out or "runs"), asked.force
    if asked.out == "":
        faults.add("the folder has no name", where="--out", do="name a folder, such as runs/fork")
    elif asked.out is None and made:
        path = Path("runs") / f"{made.plan.scenario}-{made.plan.digest()[:8]}"
        force = force or layout.identify(path).state == "complete"  # the same plan gives the same run
    if made or asked.out:
        try:
            place.refuse_if_taken(path, force)
        except BadInput as error:
            faults.take(error)
    if asked.report:
        try:
            pages.template()
        except BadInput as error:
            faults.take(error)
    files.folder(asked, "out", faults)
    faults.raise_if_any()
    assert made is not None  # what could leave it out has been raised
    return made, path, force


def _say(made: Fork, path: Path, run: str, same: bool, report: Path | None, seconds: float) -> None:
    before = f"every month before {made.month}"
    if same:
        print(f"\n{before} is equal to {run}, to the byte")
    else:
        print(f"\n{before} differs from {run} in its last digits: that run was made elsewhere.")
        print("Original and forks stand here side by side, made on this machine.")
    worlds = made.plan.histories
    print(f"fork:   {path} ({worlds:,} worlds in {seconds:.1f} s)")
    if report:
        print(f"report: {report}")
