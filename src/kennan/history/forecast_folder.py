"""A registered forecast: a folder that says what was forecast, from what, and when, before any score is taken.

    registration.json    plan, versions, cut-off, targets, anchors, and the SHA-256 of every other file
    members.parquet      the members, one row a target, unit and year
    quantiles.csv        their mean and quantiles
    without/CLAIM.parquet  the same without the mechanisms of one claim, for verdicts

It is written whole or not at all and never over anything. Whoever keeps the digest that is printed when it is made can
prove later that nothing was changed.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import os
from dataclasses import asdict, dataclass
from importlib import metadata
from pathlib import Path
from typing import Any

from kennan import textfile
from kennan.engine.version import ENGINE_VERSION
from kennan.faults import BadInput, Fault, Faults
from kennan.history import members as tables
from kennan.history.forecast import WITH, Forecast
from kennan.history.members import Members
from kennan.records import durable, tidy
from kennan.records.lock import Lock

REGISTRATION, MEMBERS, QUANTILES, WITHOUT = "registration.json", "members.parquet", "quantiles.csv", "without"
ALL_ON = "with-all"  # file of the arm in which no mechanism is off
FORMAT = 1
LARGEST = 10_000_000  # bytes of a registration
TYPED = {
    "model": "text",
    "made": "text",
    "kennan_version": "text",
    "engine_version": "text",
    "as_of": "a day as 1947-12-31",
    "first": "a whole number",
    "until": "a whole number",
    "targets": "a list of names",
    "not_forecast": "a list of names",
    "members": "a whole number",
    "seed": "a whole number",
    "course": "text",
    "policy": "text",
    "policy_uses_hindsight": "true or false",
    "files": "names of files and their SHA-256",
    "digest": "text",
    "plan": "a table",
}
FIELDS = ("format", *(name for name in TYPED if name not in ("members", "policy", "plan", "not_forecast")))


@dataclass(frozen=True)
class Registered:
    """A forecast as it was registered: its folder's name, what it says of itself, and its members."""

    name: str
    about: dict[str, Any]
    members: Members
    without: dict[str, Members]

    @property
    def as_of(self) -> datetime.date:
        """The last day of which anything was known."""
        return datetime.date.fromisoformat(self.about["as_of"])


def refuse_if_taken(path: str | Path) -> None:
    """Raise :class:`BadInput` when a forecast cannot go to a path; an empty folder is free."""
    path = Path(path)
    if path.is_dir() and not any(path.iterdir()):
        return
    if os.path.lexists(path):
        do = "name another --out; a registered forecast is never written over"
        raise BadInput(Fault("something is already here", str(path), do=do))
    for parent in path.absolute().parents:
        if os.path.lexists(parent):
            if not parent.is_dir():
                raise BadInput(Fault(f"{parent} is a file, so no folder can be made in it", str(path)))
            return


def write(made: Forecast, path: str | Path, now: datetime.datetime | None = None) -> dict[str, Any]:
    """Register a forecast in a folder, and return what the registration says.

    Parameters
    ----------
    path : where nothing is, or an empty folder.
    now : the time that is registered; the clock's if left out.

    Raises
    ------
    BadInput : something is there, or the folder cannot be written.
    """
    path = Path(path)
    refuse_if_taken(path)
    with Lock(path) as held:
        tidy.clear_partials(held.real)
        refuse_if_taken(path)  # as it is now that nobody else can change it
        partial = durable.partial(held.real)
        try:
            partial.mkdir()
            about = _fill(made, partial, now or datetime.datetime.now(datetime.UTC))
            durable.tree(partial)
            if path.is_dir():
                path.rmdir()
            partial.rename(path)
            durable.sync_folder(held.real.parent)
        except OSError as error:
            raise BadInput(Fault(f"the forecast cannot be written ({error.strerror})", str(path))) from error
        finally:
            tidy.remove(partial)
    return about


def _fill(made: Forecast, folder: Path, now: datetime.datetime) -> dict[str, Any]:
    tables.write(made.members, folder / MEMBERS)
    (folder / QUANTILES).write_text(tables.quantiles_csv(made.members), encoding="utf-8", newline="")
    for claim, without in made.without.items():
        (folder / WITHOUT).mkdir(exist_ok=True)
        tables.write(without, folder / WITHOUT / f"{ALL_ON if claim == WITH else claim}.parquet")
    about = registration(made, now)
    about["files"] = {
        file.relative_to(folder).as_posix(): _sha256(file)
        for file in sorted(folder.rglob("*"))
        if file.is_file()
    }
    about["digest"] = digest(about)
    (folder / REGISTRATION).write_text(_json(about), encoding="utf-8", newline="")
    return about


def registration(made: Forecast, now: datetime.datetime) -> dict[str, Any]:
    """Return what a forecast says of itself, without its files."""
    asked = made.asked
    return {
        "format": FORMAT,
        "model": made.members.model,
        "made": now.astimezone(datetime.UTC).isoformat(timespec="seconds"),
        "kennan_version": metadata.version("kennan"),
        "engine_version": ENGINE_VERSION,
        "as_of": asked.as_of.isoformat(),
        "first": asked.first,
        "until": asked.until,
        "targets": list(made.members.values),
        "not_forecast": [name for name in asked.names if name not in made.members.values],
        "members": made.members.count,
        "seed": asked.seed,
        "parameters": asked.parameters,
        "calibration": made.calibration,
        "policy": asked.policy.name,
        "policy_uses_hindsight": asked.hindsight,
        "course": asked.course.name,
        "nearest_of": made.chosen_from,
        "anchors": {name: asdict(anchor) for name, anchor in made.anchors.items()},
        "plan": made.plan.as_dict(),
    }


def read(path: str | Path) -> Registered:
    """Return a registered forecast, checked against its registration.

    Raises
    ------
    BadInput : there is no registered forecast at the path, or it was changed after registration; every file that was.
    """
    path = Path(path)
    about = _about(path)
    faults = Faults()
    do = "take the files as they were registered, or make the forecast anew"
    try:
        whole = about["digest"] == digest(about)
    except ValueError:  # letters that are no text
        whole = False
    if not whole:
        faults.add("the registration was edited after it was made", where=str(path / REGISTRATION), do=do)
    for name, told in about["files"].items():
        file = path / name
        if not file.is_file():
            faults.add("this file of the forecast is missing", where=str(file), do=do)
        elif _sha256(file) != told:
            faults.add("it was edited after the forecast was registered", where=str(file), do=do)
    faults.raise_if_any()
    found = {Path(name).stem: path / name for name in about["files"] if name.startswith(f"{WITHOUT}/")}
    without = {WITH if claim == ALL_ON else claim: tables.read(file) for claim, file in found.items()}
    members = tables.read(path / MEMBERS)
    _agree(members, about, path)
    return Registered(path.name, about, members, without)


def _agree(members: Members, about: dict[str, Any], path: Path) -> None:
    """Refuse members that are not those of which the registration speaks."""
    faults = Faults()
    years = range(int(about["first"]), int(about["until"]) + 1)
    told = {
        "model": (about["model"], members.model),
        "targets": (list(about["targets"]), list(members.values)),
        "years": (f"{years.start} to {years.stop - 1}", f"{members.years[0]} to {members.years[-1]}"),
        "members": (about.get("members", members.count), members.count),
    }
    for what, (said, there) in told.items():
        if said != there or (what == "years" and len(members.years) != len(years)):
            where = str(path / MEMBERS)
            faults.add(
                f"{what}: the registration says {said}, the file {there}", where=where, do="forecast anew"
            )
    faults.raise_if_any()


def _about(path: Path) -> dict[str, Any]:
    do = "name the folder that kennan hindcast --out wrote"
    file = path / REGISTRATION
    if not path.is_dir():
        what = "it is a file, not a folder" if path.exists() else "there is no such folder"
        raise BadInput(Fault(what, str(path), do=do))
    if not file.is_file():
        raise BadInput(Fault(f"this is no registered forecast: it holds no {REGISTRATION}", str(path), do=do))
    text = textfile.read(file, "registration", "JSON", LARGEST)
    about = textfile.from_json(text, "registration", str(file), do=do)
    missing = [name for name in FIELDS if not isinstance(about, dict) or name not in about]
    if missing or not isinstance(about["files"], dict) or MEMBERS not in about["files"]:
        what = f"it lacks {', '.join(missing) or MEMBERS}"
        raise BadInput(Fault(what, str(file), ", ".join(FIELDS), do=do))
    if about["format"] != FORMAT or about["format"] is True:
        raise BadInput(Fault(f"its format is {about['format']!r}", str(file), str(FORMAT)))
    _typed(about, file)
    inside = path.resolve()
    if any(not (path / name).resolve().is_relative_to(inside) for name in about["files"]):
        raise BadInput(Fault("it names files outside its folder", str(file), do=do))
    return about


def _typed(about: dict[str, Any], file: Path) -> None:
    """Refuse fields that are not of the type that :func:`registration` gives them; all at once."""
    faults = Faults()
    for name, allowed in TYPED.items():
        if name in about and not _is(about[name], allowed):
            faults.add(f"{name} is {str(about[name])[:60]!r}", where=f"{file} {name}", allowed=allowed)
    faults.raise_if_any()


def _is(value: Any, allowed: str) -> bool:
    """Return whether a value is what the words of :data:`TYPED` allow."""
    if allowed == "a day as 1947-12-31":
        try:
            return isinstance(value, str) and len(value) == 10 and bool(datetime.date.fromisoformat(value))
        except ValueError:
            return False
    if allowed == "a whole number":
        return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**63
    if allowed == "a list of names":
        return isinstance(value, list) and all(isinstance(one, str) for one in value)
    if allowed == "names of files and their SHA-256":
        return isinstance(value, dict) and all(isinstance(one, str) for one in value.values())
    return isinstance(value, {"text": str, "true or false": bool, "a table": dict}[allowed])


def digest(about: dict[str, Any]) -> str:
    """Return the SHA-256 of a registration without its own digest; it covers every file through its SHA-256."""
    bare = {key: value for key, value in about.items() if key != "digest"}
    return hashlib.sha256(_json(bare).encode()).hexdigest()


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, sort_keys=True, ensure_ascii=False, allow_nan=False) + "\n"


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
