"""``kennan fork``: the same worlds and luck, another choice from a month on."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.cli import files, output, shared, wishes
from kennan.faults import BadInput, Faults
from kennan.records import destination, layout, work
from kennan.records.lock import Lock

if TYPE_CHECKING:
    from kennan.ledger.fork import Fork


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan fork``."""
    put = parser.add_argument
    put("run", metavar="RUN", help="the folder of the run that is forked")
    put("--at", required=True, metavar="MONTH", help="month from which another choice holds, such as 1956-10")
    put(
        "--policy",
        required=True,
        metavar="NAME",
        help="what is done from then on: a name, or a TOML file",
        beside="--vs {} for a policy beside it",
    )
    put("--vs", action="append", metavar="NAME,...", help="other choices beside it; may be repeated")
    put("--of", metavar="NAME", help="which policy of the run is forked (default: its first)")
    shared.extensions_of_run(parser)
    put("--out", metavar="FOLDER", help="where the fork is kept (default: runs/SCENARIO-DIGEST)")
    put("--force", action="store_true", help="replace an earlier run (never anything else)")
    put("--report", action="store_true", help="make report.html as well")
    put("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan fork``."""
    made, path, force = _prepared(asked)
    with Lock(path) as held:  # until the report is written
        return _carry_out(asked, made, path, force, held)


def _carry_out(asked: argparse.Namespace, made: Fork, path: Path, force: bool, held: Lock) -> int:
    from kennan.ledger.fork import same_before
    from kennan.report import html as pages

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
    from kennan.ledger.fork import fork
    from kennan.report import html as pages

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
            destination.refuse_if_taken(path, force)
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
