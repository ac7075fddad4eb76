"""The folder of a calibration: begun, gone on with, finished.

settings.json   what was asked for; whoever goes on must ask for the same
particles.db    pyABC's generations, so that one that was stopped goes on where it was
posterior.csv, about.json   the posterior, written last
"""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kennan.faults import BadInput, Fault
from kennan.history.calibrating.settings import Settings
from kennan.history.posterior import Posterior, read, write
from kennan.model import in_use
from kennan.records import durable

SETTINGS, STORE, TABLE, ABOUT = "settings.json", "particles.db", "posterior.csv", "about.json"


def wanted(until: str, observations: str, settings: Settings) -> dict[str, Any]:
    """Return what makes a calibration this one and no other."""
    from kennan.engine.version import ENGINE_VERSION

    brought = {one.name: one.digest for one in in_use.extensions()}
    return {
        **({"extensions": brought} if brought else {}),
        "until": until,
        "observations": observations,
        "engine": ENGINE_VERSION,
        "settings": asdict(settings),
    }


def begin(path: Path, asked: dict[str, Any], resume: bool, force: bool = False) -> None:
    """Make the folder, or go on with it; ``force`` begins anew where another calibration stands.

    Raises
    ------
    BadInput : something is there and ``resume`` is not said; or nothing, or another calibration, to go on with.
    """
    file = path / SETTINGS
    if resume:
        if not file.is_file():
            raise BadInput(Fault("there is no calibration to go on with", str(path), do="leave out --resume"))
        try:
            before = json.loads(file.read_text(encoding="utf-8"))
        except ValueError:
            before = {}
        if not isinstance(before, dict) or before != asked:
            held = before if isinstance(before, dict) else {}
            differ = [key for key in (*asked, *held) if held.get(key) != asked.get(key)]
            what = f"the calibration here was begun otherwise: {', '.join(dict.fromkeys(differ))}"
            raise BadInput(
                Fault(what, str(path), do="say the same as then, or begin anew with another --out")
            )
        return
    if force and file.is_file():
        for name in (ABOUT, TABLE, STORE, SETTINGS):
            (path / name).unlink(missing_ok=True)
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        do = (
            "--resume goes on with a calibration that was stopped; --force begins anew; or name another --out"
        )
        raise BadInput(Fault("something is already here", str(path), do=do))
    try:
        path.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(asked, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise BadInput(Fault(f"the folder cannot be written ({error.strerror})", str(path))) from None


def finished(path: Path) -> Posterior | None:
    """Return the posterior of a folder, if it is finished."""
    done = (path / TABLE).is_file() and (path / ABOUT).is_file()
    return read(path / TABLE, path / ABOUT) if done else None


def finish(path: Path, posterior: Posterior) -> None:
    """Write the posterior; the file that says that it is finished comes last."""
    parts = durable.partial(path / TABLE), durable.partial(path / ABOUT)
    write(posterior, *parts)
    durable.settle(parts, [])
    parts[0].replace(path / TABLE)
    parts[1].replace(path / ABOUT)
    durable.sync_folder(path)
