"""Lists, shows and verifies runs.

Everything returned is plain data for a table or for ``--json``.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kennan.faults import BadInput, Fault, digits
from kennan.records import journal, layout
from kennan.records.frame import Frame

#: Fields of a plan that say what was simulated; the policies are told by name.
PLANNED = (
    *("scenario", "worlds", "first_world", "years", "seed", "parameters", "set", "off", "with_hindsight"),
    *("steps_per_month", "engine_version"),
)


@dataclass(frozen=True)
class Finding:
    """One thing that a check of a run found.

    ``kind``: "damaged" (content differs), "missing", "foreign" (a file that no run makes), "version" (made
    with another version; says nothing against the results). ``fault`` is False for what does not speak
    against the run.
    """

    kind: Literal["damaged", "missing", "foreign", "version"]
    where: str
    what: str
    fault: bool = True

    def as_dict(self) -> dict[str, Any]:
        """Return the finding as plain data."""
        return asdict(self)


def list_runs(folder: str | Path = "runs") -> list[dict[str, Any]]:
    """Return one row for each run in a folder (or for the folder itself, if it is a run), by name.

    Rows hold path, state, reasons; of the plan: policies, and the fields of :data:`PLANNED`; created, finished,
    seconds, checksum, kennan; what cannot be read is None.

    Raises
    ------
    BadInput : there is no such folder, or it cannot be read.
    """
    folder = Path(folder)
    try:
        if layout.identify(folder, thorough=False).state in ("complete", "unfinished", "damaged"):
            return [_row(folder)]
        inside = sorted(entry for entry in folder.iterdir() if entry.is_dir() and entry.name[:1] != ".")
    except FileNotFoundError:
        do = "name a folder of runs: kennan runs list FOLDER"
        raise BadInput(Fault("there is no such folder", str(folder), do=do)) from None
    except OSError as error:
        raise BadInput(Fault(f"the folder cannot be read ({error.strerror})", str(folder))) from None
    rows = [_row(entry) for entry in inside]
    return [row for row in rows if row["state"] not in ("foreign", "missing")]


def show(path: str | Path) -> dict[str, Any]:
    """Return what there is to know of one run, whatever its state.

    The row of :func:`list_runs`, and bytes on disk, blocks done and blocks in all, versions, monthly
    quantities, theatres, and for a complete run the shares of the outcomes by policy.

    Raises
    ------
    BadInput : there is nothing, or nothing that is a run.
    """
    path = Path(path)
    found = layout.identify(path)
    if found.state in ("missing", "foreign"):
        layout.demand_complete(path)
    row = _row(path) | {"state": found.state, "reasons": list(found.reasons)}
    row["bytes"] = sum((path / name).stat().st_size for name in layout.files(path))
    row["versions"] = layout.made_with(_quietly(path / layout.ABOUT))
    try:
        frame = Frame.from_dict(_quietly(path / layout.DATA / "zarr.json")["attributes"]["frame"])
    except (KeyError, TypeError, ValueError):
        return row
    row |= {"months": frame.months, "monthly": list(frame.monthly), "theatres": list(frame.theatres)}
    row["blocks"] = len(frame.blocks())
    row["blocks_done"] = row["blocks"] if found.state == "complete" else _done(path)
    if found.state == "complete":
        row["outcomes"] = _shares(path, frame)
    return row


def verify(path: str | Path) -> list[Finding]:
    """Read every file of a run again and compare it with what was written; an empty list: all is well.

    Parameters
    ----------
    path : the folder of a complete or damaged run.

    Raises
    ------
    BadInput : there is no run, or it is unfinished (its journal is checked by a resume).
    """
    path = Path(path)
    found = layout.identify(path)
    if found.state not in ("complete", "damaged"):
        layout.demand_complete(path)
    findings: list[Finding] = []
    listed = _listed(path, findings)
    present = set(layout.files(path))
    for name in sorted(set(listed) - present):
        findings.append(Finding("missing", name, "the file is missing"))
    for name in sorted(set(listed) & present):
        try:
            if layout.sha256(path / name) != listed[name]:
                findings.append(Finding("damaged", name, "the content is not what was written"))
        except OSError as error:
            findings.append(Finding("damaged", name, f"the file cannot be read ({error.strerror})"))
    if listed:
        for name in sorted(present - set(listed)):
            findings.append(Finding("foreign", name, "no run makes this file"))
    for entry in sorted(path.iterdir()):
        if entry.name not in layout.OURS:
            findings.append(Finding("foreign", entry.name, "not part of the run", fault=False))
    findings += _about(path)
    return findings


def _listed(path: Path, findings: list[Finding]) -> dict[str, str]:
    """Return checksums.txt, and note when it is missing, spoilt, or not the one the mark was made for."""
    try:
        listed = layout.read_manifest(path)
        digest = hashlib.sha256((path / layout.MANIFEST).read_bytes()).hexdigest()
    except FileNotFoundError:
        findings.append(Finding("missing", layout.MANIFEST, "without it no file can be checked"))
        return {}
    except (OSError, UnicodeDecodeError, BadInput) as error:
        findings.append(Finding("damaged", layout.MANIFEST, f"it cannot be read: {error}"))
        return {}
    for name, read in (
        (layout.MARKER, lambda: (path / layout.MARKER).read_text(encoding="ascii").strip()),
        (layout.ABOUT, lambda: layout.read_json(path / layout.ABOUT).get("checksum")),
    ):
        if not (path / name).exists():
            findings.append(Finding("missing", name, "the file is missing"))
            continue
        try:
            if read() != digest:
                findings.append(Finding("damaged", name, f"its checksum is not that of {layout.MANIFEST}"))
        except BadInput as error:
            findings.append(Finding("damaged", name, error.faults[0].what))
        except (OSError, UnicodeDecodeError):
            findings.append(Finding("damaged", name, "it cannot be read"))
    return listed


def _about(path: Path) -> list[Finding]:
    """Compare the versions that made the run with those that are installed."""
    made, now = layout.made_with(_quietly(path / layout.ABOUT)), layout.versions()
    return [
        Finding("version", name, f"made with {made[name]}, installed is {now.get(name, 'none')}", fault=False)
        for name in made
        if made[name] != now.get(name)
    ]


def _row(path: Path) -> dict[str, Any]:
    found = layout.identify(path, thorough=False)
    plan, about = _quietly(path / layout.PLAN), _quietly(path / layout.ABOUT)
    policies = plan["policies"] if isinstance(plan.get("policies"), list) else []
    names = [p.get("name") if isinstance(p, dict) else str(p) for p in policies]
    row: dict[str, Any] = {
        "path": str(path),
        "state": found.state,
        "reasons": list(found.reasons),
        "policies": names,
    }
    row |= {key: plan.get(key) for key in PLANNED}
    row |= {key: about.get(key) for key in ("created", "finished", "seconds", "checksum")}
    row["kennan"] = layout.made_with(about).get("kennan")
    return row


def besides(row: dict[str, Any]) -> list[str]:
    """Return, in words, everything in which a run is not the plain one of its scenario, policies, worlds and seed.

    Parameters
    ----------
    row : as :func:`list_runs` gives it.
    """
    numbers, steps, first = row["parameters"], row["steps_per_month"], row["first_world"]
    found = [f"without {', '.join(map(str, row['off']))}"] if row["off"] else []
    found += [f"set {_pairs(row['set'])}"] if row["set"] else []
    if isinstance(numbers, dict):
        found.append(f"parameters {_pairs(numbers)}")
    elif numbers not in (None, "drawn"):
        found.append(f"parameters {numbers}")
    found += ["with hindsight"] if row["with_hindsight"] else []
    found += [f"from world {first}"] if first else []
    found += [f"{steps} steps a month"] if steps not in (None, 1) else []
    return found


def _pairs(given: Any) -> str:
    pairs = given.items() if isinstance(given, dict) else ()
    return ", ".join(f"{n} = {digits(v) if isinstance(v, float) else v}" for n, v in pairs)


def _quietly(path: Path) -> dict[str, Any]:
    try:
        return layout.read_json(path)
    except BadInput:
        return {}


def _done(path: Path) -> int:
    try:
        return len(journal.read(path)[1])
    except (OSError, BadInput):
        return 0


def _shares(path: Path, frame: Frame) -> dict[str, dict[str, float]]:
    """Return policy -> outcome -> share of worlds."""
    import numpy as np
    import zarr

    try:
        ending = np.asarray(zarr.open_group(path / layout.DATA, mode="r")["ending"])
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        do = f"kennan runs verify {path} names every damaged file"
        raise BadInput(Fault(f"the run is damaged: {error}", str(path), do=do)) from error
    return {
        policy: {name: float((ending[p] == code).mean()) for code, name in enumerate(frame.outcomes, 1)}
        for p, policy in enumerate(frame.policies)
    }


def as_json(found: list[Finding]) -> str:
    """Return findings as JSON text."""
    return json.dumps([finding.as_dict() for finding in found], indent=2, ensure_ascii=False)
