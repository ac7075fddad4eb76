"""``kennan calibrate``: parameters given the record to a date; and how far that may be trusted."""

from __future__ import annotations

import argparse
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, streams
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults
from kennan.records.lock import Lock

if TYPE_CHECKING:
    from kennan.history.calibrating import Settings, Watch
    from kennan.history.calibrating.recover import Recovered
    from kennan.history.calibrating.rolling import Rolling
    from kennan.history.posterior import Posterior
    from kennan.history.record import Record

FEWEST, MOST = 10, 10_000  # synthetic records
DIFFERS = 1


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan calibrate``."""
    to = parser.add_argument_group("from what")
    add = to.add_argument
    add(
        "--as-of",
        metavar="DATE",
        required=True,
        help="what is known: to the end of this year, or of this day",
    )
    shared.scenario(to)
    shared.record(parser)
    to = parser.add_argument_group("how")
    shared.extensions(to)
    add = to.add_argument
    add("--particles", metavar="N", help="accepted in each generation (default: 2000)")
    add("--generations", metavar="N", help="each nearer to the record (default: 7)")
    add("--pool", metavar="N", help="worlds of the priors to learn from (default: 32768)")
    add("--draws", metavar="N", help="rows of the posterior (default: 400)")
    add("--seed", metavar="N", help="chooses the luck (default: 47)")
    to = parser.add_argument_group("instead of a calibration")
    add = to.add_argument
    add("--check", action="store_true", help="held-out folds: exit 1 if calibrated forecasts lose")
    add("--recover", metavar="N", help="N synthetic records: exit 1 if known parameters are not found again")
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add(
        "--out",
        metavar="FOLDER",
        help="where it is kept (default: calibrations/as-of-DATE, after the scenario's name)",
    )
    add("--resume", action="store_true", help="go on with the calibration there that was stopped")
    add("--force", action="store_true", help="begin anew where another calibration stands; replace a picture")
    add("--picture", metavar="FILE", help="draw it: a path that ends in .png, .svg or .pdf")
    add("--quiet", action="store_true", help="no progress, no table; faults are still said")
    shared.json(to)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan calibrate``."""
    from kennan import history
    from kennan.history.calibrating import extra

    faults = Faults()
    record = settings = None
    try:
        settings = _settings(asked)
    except BadInput as error:
        faults.take(error)
    times = _times(asked, faults)
    if asked.check and times:
        faults.add("--check and --recover are two things", do="keep one of them")
    if asked.resume and asked.force:
        faults.add("--resume goes on with a calibration, --force begins it anew", do="keep one of the two")
    if (asked.check or times) and (asked.resume or asked.out):
        faults.add("--out and --resume belong to a calibration", do="leave them out")
    picture = files.picture(asked, faults)
    files.folder(asked, "out", faults)
    if picture and asked.check:
        faults.add("there is no picture of held-out folds", where="--picture", do="leave it out")
    try:
        asked.scenario = shared.chosen(asked)
        record = history.load(asked.record, tell=streams.aside, scenario=asked.scenario)
        _known(record, asked)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    extra.pyabc()
    assert record is not None
    assert settings is not None
    if asked.check:
        return _check(asked, record, settings)
    if times:
        return _recover(asked, record, settings, times, picture)
    return _calibrate(asked, record, settings, picture)


def _settings(asked: argparse.Namespace) -> Settings:
    from kennan.history.calibrating import SMALL, Settings
    from kennan.history.calibrating.rolling import FOLD

    names = ("particles", "generations", "pool", "draws", "seed")
    given = {name: getattr(asked, name) for name in names}
    checked = Settings.checked(**given)
    base = FOLD if asked.check else SMALL if asked.recover else Settings()
    return replace(base, **{name: getattr(checked, name) for name in names if given[name] is not None})


def _times(asked: argparse.Namespace, faults: Faults) -> int:
    if asked.recover is None:
        return 0
    if str(asked.recover).isdigit() and FEWEST <= int(asked.recover) <= MOST:
        return int(asked.recover)
    allowed = f"a whole number from {FEWEST:,} to {MOST:,}"
    faults.add(f"{asked.recover!r} does not do", where="--recover", allowed=allowed)
    return 0


def _known(record: Record, asked: argparse.Namespace) -> Any:
    from kennan.history.calibrating.make import beheld

    return beheld(record, asked.as_of, asked.scenario)


def _watch(watch: Any) -> Watch:
    """Return who looks on: one bar, whose title says what is going on."""
    from kennan.history.calibrating import Watch

    def step(words: str) -> None:
        if hasattr(watch, "title"):
            watch.title = words
        watch.say(words)

    return Watch(step, watch.advance, watch.say)


def _calibrate(asked: argparse.Namespace, record: Record, settings: Settings, picture: Path | None) -> int:
    from kennan.history.calibrating import calibrate, folder

    out = Path(asked.out or f"calibrations/{shared.named_after(asked.scenario)}as-of-{asked.as_of}")
    begun = time.perf_counter()
    _, day, digest = _known(record, asked)
    with Lock(out):
        folder.begin(out, folder.wanted(day.isoformat(), digest, settings), asked.resume, asked.force)
        found = folder.finished(out)
        if found is None:
            try:
                with watched(asked, "worlds of the priors") as watch:
                    store = out / folder.STORE
                    found = calibrate(
                        record, asked.as_of, settings, store, asked.resume, _watch(watch), asked.scenario
                    )
            except KeyboardInterrupt:
                raise KeyboardInterrupt(f"go on with --resume --out {out}, and the same settings") from None
            folder.finish(out, found)
    seconds = time.perf_counter() - begun
    if picture:
        from kennan.plots import calibration

        files.save(calibration.beside(found), picture, asked.force)
    if asked.json:
        return as_json(
            {"folder": str(out), "seconds": round(seconds, 3), "draws": found.draws, **found.about}
        )
    if not asked.quiet:
        _print(found, out, seconds)
    return 0


def _print(found: Posterior, out: Path, seconds: float) -> None:
    from kennan.cli import tables

    about, to = found.about, tables.console()
    last = about["generations"][-1]
    rows = []
    for row in about["table"]:
        if row["posterior"] is not None:
            shrink = f"{row['shrinkage']:.2f} ± {row['shrinkage_error']:.2f}"
            cells = [
                _band(row["prior"]),
                _band(row["posterior"]),
                shrink,
                f"{row['ks']:.2f} ± {row['ks_error']:.2f}",
            ]
            rows.append([row["name"], *cells, "yes" if row["constrained"] else "no"])
    title = f"Parameters given the record to {found.until}: median, and the band of nine in ten"
    head = ["", "prior", "posterior", "narrower by", "moved (KS)", "constrained"]
    tables.show(to, title, head, rows, 5)
    rest = sum(row["posterior"] is None for row in about["table"])
    to.print(f"\n{rest} other parameters keep their priors: the record does not speak of them.")
    share = about["record_among_priors"]
    to.print(
        f"Of the worlds of the priors, {100 * share:.0f} in 100 lie farther from their middle than the record."
    )
    total = sum(one["simulations"] for one in about["generations"])
    to.print(
        f"{len(about['generations'])} generations, {total:,} simulations, {100 * last['accepted']:.1f} % accepted in "
        f"the last; {about['effective']:.0f} effective particles"
    )
    to.print(f"folder: {out}   ({seconds:.0f} s)")


def _band(of: list[float]) -> str:
    return f"{of[1]:.3g}  ({of[0]:.3g} to {of[2]:.3g})"


def _recover(
    asked: argparse.Namespace, record: Record, settings: Settings, times: int, picture: Path | None
) -> int:
    from kennan.cli import tables
    from kennan.history.calibrating import recover

    known, _, _ = _known(record, asked)
    with watched(asked, "synthetic records") as watch:
        found: Recovered = recover.recover(known, times, settings, _watch(watch))
    if picture:
        from kennan.plots import calibration

        files.save(calibration.ranks(found), picture, asked.force)
    if asked.json:
        as_json(found.as_dict())
    elif not asked.quiet:
        rows = [
            [name, f"{100 * middle:.0f} %", f"{p:.3f}"]
            for name, middle, p in zip(found.names, found.middle, found.p_values(), strict=True)
        ]
        title = f"Known parameters found again, from {times} synthetic records"
        tables.show(tables.console(), title, ["", "in the middle half", "p (ranks uniform)"], rows, 2)
        print(
            f"\n{'uniform' if found.sound else 'not uniform'} at a false-alarm rate of 1 % over all parameters"
        )
    return 0 if found.sound else DIFFERS


def _check(asked: argparse.Namespace, record: Record, settings: Settings) -> int:
    from kennan.history.calibrating import rolling

    with watched(asked, "worlds of the priors") as watch:
        found: Rolling = rolling.rolling(
            record, settings=settings, watch=_watch(watch), scenario=asked.scenario
        )
    if asked.json:
        as_json(found.as_dict())
    elif not asked.quiet:
        _print_folds(found)
    return DIFFERS if found.loses else 0


def _print_folds(found: Rolling) -> None:
    from kennan.cli import tables

    rows = []
    for name in [*found.targets, ""]:
        skill = found.skill(name) if name else found.overall()
        if skill is not None and skill.skill is not None:
            ends = "" if skill.low is None or skill.high is None else f"{skill.low:+.2f} to {skill.high:+.2f}"
            rows.append([name or "all, each as heavy", f"{skill.skill:+.2f}", ends, skill.verdict])
    to = tables.console()
    title = "Calibrated against uncalibrated forecasts of held-out years: skill, 90 % interval"
    tables.show(to, title, ["", "skill", "", ""], rows, 3)
