"""``kennan score``: a registered forecast against the record, beside baselines and rivals."""

from __future__ import annotations

import argparse
import json
import re
import time
from pathlib import Path
from typing import Any

from kennan.cli import files, shared, streams
from kennan.cli.output import as_json
from kennan.cli.wishes import split
from kennan.faults import BadInput, Fault, Faults

PICTURES = ("fans", "calibration", "skill")
TABLES = ("score.json", "scores.csv")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan score``."""
    parser.add_argument("forecast", metavar="FORECAST", help="the folder that kennan hindcast registered")
    parser.add_argument("tables", nargs="?", metavar="RECORD", help="the same as --record")
    shared.record(parser)
    shared.no_extensions(parser, "a forecast is scored as it was registered (kennan hindcast --with)")
    to = parser.add_argument_group("what is compared")
    add = to.add_argument
    add("--span", metavar="A-B", help="only these years, such as 1950-1965 (default: all that are known)")
    add(
        "--against",
        metavar="NAME,...",
        default="baselines,rivals",
        help="baselines, rivals, or names of either",
    )
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add("--all", action="store_true", help="list the verdict on every claim, also of those not decided")
    add("--out", metavar="FOLDER", help="put score.json, scores.csv and pictures here")
    add("--picture", metavar="FILE", help="draw the record over the forecast: .svg, .png or .pdf")
    add("--force", action="store_true", help="replace an earlier picture and earlier scores")
    add("--quiet", action="store_true", help="no tables; faults are still said")
    shared.json(to)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan score``."""
    from kennan import history
    from kennan.history import forecast_folder
    from kennan.history import score as scoring

    faults = Faults()
    years = _years(asked.span, faults)
    picture = files.picture(asked, faults)
    out = _out(asked, faults)
    if asked.tables and asked.record:
        faults.add("the record is named twice", where="RECORD, --record", do="name it once")
    registered: Any = None
    record: Any = None
    for step in ("against", "forecast", "record"):
        try:
            if step == "against":
                scoring.others(split([asked.against]))
            elif step == "forecast":
                registered = forecast_folder.read(asked.forecast)
            else:
                reads = list(registered.members.values) if registered else None
                world = scoring.scenario_of(registered) if registered else "x-1947"
                record = history.load(asked.tables or asked.record, None, reads, streams.aside, world)
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()
    begun = time.perf_counter()
    found = scoring.score(registered, record, split([asked.against]), years)
    seconds = time.perf_counter() - begun
    for note in found.notes:
        streams.aside(note)
    from kennan.cli import score_answer

    answer = score_answer.scores(found, seconds)
    if out is not None:
        _keep(found, answer, out, asked.force)
    if picture:
        from kennan.plots import record as drawing

        files.save(drawing.fans(found), picture, asked.force)
    if asked.json:
        as_json(answer)
    elif not asked.quiet:
        from kennan.cli import score_tables

        score_tables.show(found, asked.all, seconds)
        for path in [p for p in (picture, out) if p]:
            print(f"written: {path}")
    return 0


def _keep(found: Any, answer: dict[str, Any], out: Path, force: bool) -> None:
    from kennan.cli import score_answer
    from kennan.plots import record as drawing

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise BadInput(Fault(f"it cannot be written ({error.strerror})", str(out))) from error
    text = json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
    for name, content in ((TABLES[0], text), (TABLES[1], score_answer.table(found))):
        with files.written(out / name, "the scores", force) as partial:
            partial.write_text(content, encoding="utf-8", newline="")
    for name in PICTURES:
        files.save(getattr(drawing, name)(found), out / f"{name}.svg", force)


def _out(asked: argparse.Namespace, faults: Faults) -> Path | None:
    """Return the folder of the scores: a new one, or with ``--force`` that of earlier scores."""
    files.folder(asked, "out", faults)
    if asked.out is None:
        return None
    path = Path(asked.out)
    earlier = (path / TABLES[0]).is_file()
    if path.exists() and (not path.is_dir() or (any(path.iterdir()) and not (asked.force and earlier))):
        do = "name a folder that is not there yet" + (", or --force replaces these scores" if earlier else "")
        faults.add("something is already here", where=f"--out {path}", do=do)
    return path


def _years(given: str | None, faults: Faults) -> tuple[int, int] | None:
    if given is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", given)
    if not found or int(found[2] or found[1]) < int(found[1]):
        faults.add(f"{given!r} names no years", where="--span", allowed="a year, or first-last: 1950-1965")
        return None
    return int(found[1]), int(found[2] or found[1])
