"""``kennan run``: make a plan, simulate it into a folder, say what came of it, and write the report."""

from __future__ import annotations

import argparse
import shutil
import sys
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.cli import files, output, shared, wishes
from kennan.cli.parser import YesOrNo
from kennan.faults import BadInput, Fault, Faults
from kennan.records import destination, layout, manage, work
from kennan.records.lock import Lock

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.engine.plan import Plan

ENOUGH = 500  # worlds from which on a run at the medians stands beside a drawn one without being asked for
BESIDE = 200  # worlds of that run at most


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan run``."""
    shared.plan(parser)
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--out", metavar="FOLDER", help="where the run is kept (default: runs/SCENARIO-DIGEST)")
    add("--force", action="store_true", help="replace an earlier run and its report (never anything else)")
    add("--resume", nargs="?", const=True, metavar="FOLDER", help="go on with a run that was stopped")
    add("--report", nargs="?", const=True, metavar="FILE", help="put a copy of the report here as well")
    add("--no-report", action="store_true", help="make no report.html")
    add(
        "--default-run",
        action=YesOrNo,
        default=None,
        help="a small run at the medians beside a drawn one (default: from 500 worlds)",
    )
    add("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    shared.json(parser)


@dataclass
class Task:
    """What is to be done, fully checked before anything is written."""

    plan: Plan
    path: Path
    force: bool
    state: str  # "new", "unfinished" or "complete"
    copy: Path | None  # where a copy of the report goes
    again: bool  # whether it may replace another
    beside: bool  # whether a run at the medians stands beside it
    report: bool  # whether a report is written
    held: Lock  # nobody else writes at the path, until the report is written


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan run``."""
    task = prepare(asked)
    with task.held:
        return _carry_out(task, asked)


def _carry_out(task: Task, asked: argparse.Namespace) -> int:
    show = not (asked.quiet or asked.json)
    if show:
        print(task.plan.describe())
    kept = task.state != "new"

    def begun() -> None:
        nonlocal kept
        kept = True

    try:
        seconds = _simulate(task, asked, begun)
        if not (show or asked.json or task.report):
            return 0  # nobody looks: leave the run as it lies
        from kennan.records import dataset

        ds = dataset.open(task.path)
        beside = _beside(task.plan, asked) if task.beside else None
        if show:
            _print(ds, beside)
        report = _report(task, ds, beside) if task.report else None
    except KeyboardInterrupt:
        if not kept:
            raise
        again = f"kennan run --resume {task.path} goes on where it stopped"
        raise KeyboardInterrupt(again) from None
    if asked.json:
        from kennan.cli.answer import answer

        found = answer(
            ds,
            task.plan.as_dict(),
            seconds=seconds,
            run=str(task.path),
            report=str(report) if report else None,
            default_run=beside,
        )
        output.as_json(found)
    elif show:
        print(f"run:    {task.path} ({task.plan.histories:,} worlds in {seconds:.1f} s)")
        if report:
            print(f"report: {task.copy or report}")
    return 0


def prepare(asked: argparse.Namespace) -> Task:
    """Check everything that was asked for, and take the lock of the folder; when this raises, nothing has been written.

    Raises
    ------
    BadInput : all faults at once.
    """
    with ExitStack() as unless_it_is_handed_over:
        task = _prepared(asked, unless_it_is_handed_over)
        unless_it_is_handed_over.pop_all()
        return task


def _prepared(asked: argparse.Namespace, stack: ExitStack) -> Task:
    faults = Faults()
    given = wishes.said(asked, faults)
    out, must_exist = _folder(asked, faults)
    held = _hold(out, faults, stack) if out else None
    plan: Plan | None = None
    state = layout.identify(out).state if out and asked.resume else "missing"
    try:
        if out and (state == "damaged" or (must_exist and state in ("missing", "foreign"))):
            layout.demand_complete(out)
        if out and state in ("unfinished", "complete"):
            plan = wishes.read_plan(out / layout.PLAN)
            if given or asked.plan:
                _refuse_another(plan, wishes.plan_of(asked, given), out)
        else:
            plan = wishes.plan_of(asked, given)
    except BadInput as error:
        faults.take(error)
    force = asked.force
    if out is None and plan:
        out = Path("runs") / f"{plan.scenario}-{plan.digest()[:8]}"
        held = _hold(out, faults, stack)
        before = layout.identify(out).state
        state = before if asked.resume else state
        force = force or (before == "complete" and not asked.resume)  # the same plan gives the same run
    if out and held and state not in ("unfinished", "complete", "damaged"):
        try:
            destination.refuse_if_taken(out, force)
        except BadInput as error:
            faults.take(error)
    beside = _wants_beside(asked, plan, faults)
    copy = _copy(asked, faults)
    if not asked.resume:
        files.folder(asked, "out", faults)
    report = _wants_report(asked, faults)
    faults.raise_if_any()
    assert plan is not None  # what could leave these out has been raised
    assert out is not None
    assert held is not None
    left = state if state in ("unfinished", "complete") else "new"
    return Task(plan, out, force, left, copy, asked.force, beside, report, held)


def _hold(path: Path, faults: Faults, stack: ExitStack) -> Lock | None:
    """Take the lock of a path, which lasts as long as the stack; None, and a fault more, where another has it."""
    try:
        return stack.enter_context(Lock(path))
    except BadInput as error:
        faults.take(error)
        return None


def _folder(asked: argparse.Namespace, faults: Faults) -> tuple[Path | None, bool]:
    """Return where the run goes, if that was said, and whether a run must be there already."""
    if asked.resume and asked.force:
        faults.add("--resume goes on with a run, --force begins it anew", do="keep one of the two")
    named = asked.resume if isinstance(asked.resume, str) else None
    if named and asked.out and Path(named) != Path(asked.out):
        faults.add(f"--resume names {named}, --out names {asked.out}", do="keep one of the two")
    if asked.out == "" or named == "":
        faults.add("the folder has no name", where="--out", do="name a folder, such as runs/first")
        return None, False
    chosen = named or asked.out
    return (Path(chosen) if chosen else None), named is not None


def _refuse_another(kept: Plan, wanted: Plan, path: Path) -> None:
    old, new = kept.as_dict(), wanted.as_dict()
    if differ := [name for name in old if old[name] != new[name]]:
        do = f"kennan run --resume {path} without other options goes on with its own plan"
        raise BadInput(Fault(f"cannot resume: the plan differs in {', '.join(differ)}", str(path), do=do))


def _wants_beside(asked: argparse.Namespace, plan: Plan | None, faults: Faults) -> bool:
    if plan is None:
        return False
    if asked.default_run is None:
        return plan.drawn and plan.worlds >= ENOUGH and not asked.json and not asked.quiet
    if asked.default_run and not plan.drawn:
        what = "a run at the medians stands beside a drawn one only"
        faults.add(what, where="--default-run", do="leave it out, or take --parameters drawn")
    return bool(asked.default_run)


def _wants_report(asked: argparse.Namespace, faults: Faults) -> bool:
    """Return whether a report is written. Without the built page only who asks for one is refused."""
    if asked.no_report:
        return False
    from kennan.report import html as report

    try:
        report.template()
    except BadInput as error:
        if asked.report:
            faults.take(error)
        else:
            print(f"kennan: no report will be written. {error}", file=sys.stderr)
        return False
    return True


def _copy(asked: argparse.Namespace, faults: Faults) -> Path | None:
    """Return where a copy of the report goes; checked before anything is computed."""
    if asked.report and asked.no_report:
        faults.add("--report and --no-report contradict each other", do="keep one of the two")
    return files.file(asked, "report", faults, (".html",))


def _simulate(task: Task, asked: argparse.Namespace, begun: Any) -> float:
    """Run what is not there yet; return the seconds it took."""
    if task.state == "complete":
        about = layout.read_json(manage.demand_sound(task.path) / layout.ABOUT)
        return float(about.get("seconds", 0.0))
    with output.watched(asked, total=task.plan.histories) as watch:
        return work.keep(
            task.plan,
            task.path,
            watch,
            force=task.force,
            resume=task.state == "unfinished",
            begun=begun,
            held=task.held,
        )


def _beside(plan: Plan, asked: argparse.Namespace) -> Dataset:
    small = plan.replace(parameters="median", worlds=min(plan.worlds, BESIDE))
    with output.watched(asked, "worlds at the medians", small.histories) as watch:
        return work.gather(small, watch)


def _print(ds: Dataset, beside: Dataset | None) -> None:
    from kennan.cli import tables

    to = tables.console()
    tables.results(to, ds)
    if beside is not None:
        tables.default_results(to, beside)
    sys.stdout.flush()


def _report(task: Task, ds: Dataset, beside: Dataset | None) -> Path:
    from kennan.report import html as report

    path = report.write(ds, task.path / layout.REPORT, default_run=beside)
    if task.copy:
        with files.written(
            task.copy, "the run is complete, but the copy of its report", task.again
        ) as partial:
            shutil.copyfile(path, partial)
    return path
