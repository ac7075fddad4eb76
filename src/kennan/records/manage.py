"""Lists, shows and verifies runs.

Everything returned is plain data for a table or for ``--json``.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from kennan.faults import BadInput, Fault, digits
from kennan.records import durable, journal, layout
from kennan.records.frame import Frame

#: Fields of a plan that say what was simulated; the policies are told by name.
PLANNED = (
    *("scenario", "worlds", "first_world", "years", "seed", "parameters", "set", "off", "with_hindsight"),
    *("steps_per_month", "engine_version"),
)

SPOILT = ("damaged", "missing")  # kinds of findings after which the values cannot be trusted


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

    Every file of a complete run is read, as :func:`verify` does. The row of :func:`list_runs`, and bytes on disk,
    blocks done and blocks in all, versions, monthly quantities, theatres, and for a complete run the shares of the
    outcomes by policy.

    Raises
    ------
    BadInput : there is nothing, or nothing that is a run.
    """
    path = Path(path)
    found = layout.identify(path)
    if found.state in ("missing", "foreign"):
        layout.demand_complete(path)
    if found.state == "complete":  # nothing is said of values that are not what was written
        bad = [f"{finding.where}: {finding.what}" for finding in verify(path) if finding.kind in SPOILT]
        found = layout.Identity("damaged", tuple(bad)) if bad else found
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

    The report is not among them: it is drawn from the run, and drawn again by ``kennan run --resume``.

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
    marks = _sums(path / layout.MARKER, findings, "without it nobody knows that the run was finished")
    listed = _sums(path / layout.MANIFEST, findings, "without it no file can be checked")
    if marks and listed:
        _hold(path, layout.MANIFEST, marks.get(layout.MANIFEST, ""), findings)
    if marks:
        _hold(path, layout.ABOUT, marks.get(layout.ABOUT, ""), findings)
    elif listed and _quietly(path / layout.ABOUT).get("checksum") != layout.checksum_of(listed):
        what = f"its checksum is not that of {layout.MANIFEST}"
        findings.append(Finding("damaged", layout.ABOUT, what))
    for name in sorted(listed):
        _hold(path, name, listed[name], findings)
    for name in sorted(set(layout.files(path)) - set(listed)):
        if listed:
            findings.append(Finding("foreign", name, "no run makes this file"))
    for entry in sorted(path.iterdir()):
        if durable.partial_of(entry.name) in layout.OURS:
            what = "half-built by a process that was killed, and of no use"
            findings.append(Finding("foreign", entry.name, what, fault=False))
        elif entry.name not in layout.OURS:
            findings.append(Finding("foreign", entry.name, "not part of the run", fault=False))
    if not any(finding.fault for finding in findings) and found.state == "damaged":
        findings.append(Finding("damaged", layout.MARKER, "; ".join(found.reasons)))
    return findings + _about(path)


def demand_sound(path: str | Path) -> Path:
    """Return the path of a complete run every file of which has been read and is as it was written.

    To be asked before a run is gone on from: what only reads it meets its faults as it reads.

    Raises
    ------
    BadInput : it is not complete, or damaged; every damaged file is named, up to five.
    """
    path = layout.demand_complete(path)
    bad = [finding for finding in verify(path) if finding.kind in SPOILT]
    if bad:
        do = f"kennan runs verify {path} names every damaged file; "
        do += f"kennan run --plan {path / layout.PLAN} --out ... makes the run again"
        faults = [Fault(f"the run is damaged: {f.what}", str(path / f.where), do=do) for f in bad[:5]]
        raise BadInput(faults)
    return path


def _sums(file: Path, findings: list[Finding], without: str) -> dict[str, str]:
    """Return a file of checksums, and note when it is missing or spoilt."""
    try:
        return layout.read_sums(file)
    except FileNotFoundError:
        findings.append(Finding("missing", file.name, without))
    except OSError as error:
        findings.append(Finding("damaged", file.name, f"it cannot be read ({error.strerror})"))
    except BadInput as error:
        findings.append(Finding("damaged", file.name, error.faults[0].what))
    return {}


def _hold(path: Path, name: str, digest: str, findings: list[Finding]) -> None:
    """Hold a file to its checksum, and note what is wrong."""
    try:
        if layout.sha256(path / name) != digest:
            findings.append(Finding("damaged", name, "the content is not what was written"))
    except FileNotFoundError:
        findings.append(Finding("missing", name, "the file is missing"))
    except OSError as error:
        findings.append(Finding("damaged", name, f"the file cannot be read ({error.strerror})"))


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
    if isinstance(row["scenario"], dict):  # in full: told by its name
        row["scenario"] = row["scenario"].get("name")
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
        return len(journal.read(path)[2])
    except (OSError, BadInput):
        return 0


def _shares(path: Path, frame: Frame) -> dict[str, dict[str, float]]:
    """Return policy -> outcome -> share of worlds."""
    import numpy as np

    from kennan.records import dataset

    ending = np.asarray(dataset.group(path)["ending"])
    return {
        policy: {name: float((ending[p] == code).mean()) for code, name in enumerate(frame.outcomes, 1)}
        for p, policy in enumerate(frame.policies)
    }


def as_json(found: list[Finding]) -> str:
    """Return findings as JSON text."""
    return json.dumps([finding.as_dict() for finding in found], indent=2, ensure_ascii=False)
