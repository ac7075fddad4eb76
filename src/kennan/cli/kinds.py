"""Every kind of file and folder that a command reads: how it is told, and the reader that judges it.

``kennan check`` calls these readers, which are those of the commands: what is sound here is taken there.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, Fault, Faults, nearest

POLICY = ("policy", "levers", "rules", "then", "by_hand")  # tables of a policy file
PARAMETERS = ("start", "lever")  # tables of a parameters file
CLAIM = "claim"


def _policy(path: Path) -> None:
    from kennan.engine.fitting import MOST_YEARS
    from kennan.engine.plan import Plan

    Plan.build(
        policies=(path,), with_hindsight=True, years=MOST_YEARS
    )  # how long a run is the file does not say


def _parameters(path: Path) -> None:
    from kennan.engine.plan import Plan

    Plan.build(parameters=path)


def _claims(path: Path) -> None:
    from kennan import ledger

    ledger.load(path)


def _plan(path: Path) -> None:
    from kennan.cli import wishes

    wishes.plan_in(path)


def _scenario(path: Path) -> None:
    from kennan import scenarios
    from kennan.engine import offered
    from kennan.engine.fitting import MOST_YEARS
    from kennan.engine.plan import Plan
    from kennan.history import terms

    chosen, faults = scenarios.choose(path), Faults()
    for name in offered.own(chosen):
        try:
            Plan.build(chosen, policies=name, with_hindsight=True, years=MOST_YEARS)
        except BadInput as error:
            faults.take(error)
    if (path / terms.FILE).exists():
        try:
            terms.of(path)
        except BadInput as error:
            faults.take(error)
    faults.raise_if_any()


def _run(path: Path) -> None:
    from kennan.records import manage

    bad = [one for one in manage.verify(path) if one.fault]
    if bad:
        do = f"kennan run --plan {path / 'plan.json'} --out ... makes it again"
        raise BadInput([Fault(one.what, f"{path / one.where}", do=do) for one in bad])


def _forecast(path: Path) -> None:
    from kennan.history import forecast_folder

    forecast_folder.read(path)


def _record(path: Path) -> None:
    from kennan import history
    from kennan.cli import streams

    history.load(path, tell=streams.aside)


def _extension(path: Path) -> None:
    from kennan import ledger
    from kennan.engine import consent
    from kennan.model import in_use

    with in_use.using(consent.chosen([path])):
        ledger.brought()


def _experiment(path: Path) -> None:
    from kennan.records import layout

    layout.read_json(path / "experiment.json")
    if (path / "result.json").exists():
        layout.read_json(path / "result.json")


def _calibration(path: Path) -> None:
    from kennan.history.calibrating import folder

    if folder.finished(path) is None:
        do = f"kennan calibrate --resume --out {path}, with the same settings, goes on with it"
        raise BadInput(Fault("the calibration is not finished", str(path), do=do))


FILES: dict[str, Callable[[Path], None]] = {
    "policy": _policy,
    "parameters": _parameters,
    "claims": _claims,
    "plan": _plan,
}
FOLDERS: dict[str, Callable[[Path], None]] = {
    "run": _run,
    "forecast": _forecast,
    "record": _record,
    "scenario": _scenario,
    "extension": _extension,
    "experiment": _experiment,
    "calibration": _calibration,
}
READERS = FILES | FOLDERS
SIGNS = {  # the file by which a folder is told, the surest first
    "registration.json": "forecast",
    "scenario.toml": "scenario",
    "extension.toml": "extension",
    "experiment.json": "experiment",
    "settings.json": "calibration",
}

OF_SCENARIO = ("powers.toml", "hindsight.toml", "theatres.csv", "links.csv")  # files that no other folder has


def judge(path: Path, kind: str | None = None) -> str:
    """Read a file or folder as the command would that uses it, and return its kind.

    Parameters
    ----------
    path : the file or folder.
    kind : one of :data:`READERS`; told from what is there when left out.

    Raises
    ------
    BadInput : its reader refuses it, with the reader's own faults; or no command reads such a thing.
    """
    if kind is None:
        kind = _of_folder(path) if path.is_dir() else _of_file(path)
    READERS[kind](path)
    return kind


def _of_folder(path: Path) -> str:
    """Return what a folder means to be."""
    from kennan.history.record import spec
    from kennan.records import layout

    for name, kind in SIGNS.items():
        if (path / name).is_file():
            return kind
    if layout.identify(path, thorough=False).state in ("complete", "unfinished", "damaged"):
        return "run"
    if any((path / name).is_file() for name in OF_SCENARIO):  # its reader says what is missing
        return "scenario"
    tables = [one.stem for one in path.glob("*.csv")]
    if any(nearest(name, spec.tables()) for name in tables):  # also one that is misspelt: its reader says so
        return "record"
    if (path / layout.PLAN).is_file():
        raise BadInput(
            Fault("no command reads a copy of a run", str(path), do=f"kennan check {path / layout.PLAN}")
        )
    what = "the folder is of no kind that a command reads"
    do = "kennan check --as KIND says what it is meant to be"
    raise BadInput(Fault(what, str(path), ", ".join(FOLDERS), do=do))


def _of_file(path: Path) -> str:
    """Return what a file means to be: by its ending, and in TOML by its tables."""
    if path.suffix.lower() == ".json":
        return "plan"
    if path.suffix.lower() == ".csv":
        do = f"kennan check {path.parent} reads it with the tables beside it"
        raise BadInput(Fault("a table is checked with its folder", str(path), do=do))
    from kennan import toml

    return of_tables(toml.read(path).data)


def of_tables(data: dict[str, Any]) -> str:
    """Return what a TOML file means to be; one that names neither tables nor numbers is told by no sign."""
    if any(key in POLICY for key in data):
        return "policy"
    if CLAIM in data:
        return "claims"
    tables = [key for key, value in data.items() if isinstance(value, dict | list) and key not in PARAMETERS]
    if any(nearest(key, POLICY) for key in tables):
        return "policy"
    return "claims" if any(nearest(key, (CLAIM,)) for key in tables) else "parameters"
