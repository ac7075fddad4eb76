"""``kennan score``: a registered forecast against the record, beside baselines and rivals."""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from pathlib import Path
from typing import Any

from kennan.desk import pictures, told
from kennan.desk.commands.wishes import split
from kennan.faults import BadInput, Fault, Faults

PICTURES = ("fans", "calibration", "skill")


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan score``."""
    from kennan import history
    from kennan.history import forecast_folder
    from kennan.history import score as scoring

    faults = Faults()
    years = _years(asked.years, faults)
    picture = pictures.checked(asked.picture, faults)
    out = _out(asked.out, faults)
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
                record = history.load(asked.tables or asked.record, reads=reads, tell=told.aside)
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()
    begun = time.perf_counter()
    found = scoring.score(registered, record, split([asked.against]), years)
    seconds = time.perf_counter() - begun
    for note in found.notes:
        told.aside(note)
    from kennan.desk import score_answer

    answer = score_answer.scores(found, seconds)
    if out is not None:
        _keep(found, answer, out)
    if picture:
        from kennan.plots import record as drawing

        pictures.save(drawing.fans(found), picture)
    if asked.json:
        json.dump(answer, sys.stdout, indent=2, ensure_ascii=False, allow_nan=False)
        print()
    elif not asked.quiet:
        from kennan.desk import score_tables

        score_tables.show(found, asked.claims, seconds)
        for path in [p for p in (picture, out) if p]:
            print(f"written: {path}")
    return 0


def _keep(found: Any, answer: dict[str, Any], out: Path) -> None:
    from kennan.desk import score_answer
    from kennan.plots import record as drawing

    try:
        out.mkdir(parents=True, exist_ok=True)
        text = json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False) + "\n"
        (out / "score.json").write_text(text, encoding="utf-8")
        (out / "scores.csv").write_text(score_answer.table(found), encoding="utf-8", newline="")
    except OSError as error:
        raise BadInput(Fault(f"it cannot be written ({error.strerror})", str(out))) from error
    for name in PICTURES:
        pictures.save(getattr(drawing, name)(found), out / f"{name}.svg")


def _out(given: str | None, faults: Faults) -> Path | None:
    if given is None:
        return None
    path = Path(given)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        faults.add(
            "something is already here", where=f"--out {path}", do="name a folder that is not there yet"
        )
    return path


def _years(given: str | None, faults: Faults) -> tuple[int, int] | None:
    if given is None:
        return None
    found = re.fullmatch(r"(\d{4})(?:-(\d{4}))?", given)
    if not found or int(found[2] or found[1]) < int(found[1]):
        faults.add(f"{given!r} names no years", where="--years", allowed="a year, or first-last: 1950-1965")
        return None
    return int(found[1]), int(found[2] or found[1])
