"""What lies in a run folder, and whether a folder is a run at all.

    plan.json       the frozen plan
    about.json      versions, when it was made, how long it took, the checksum
    data.zarr/      the results (zarr 3); its bytes follow from the plan alone
    journal.jsonl   while the run is unfinished: which blocks are on disk
    checksums.txt   SHA-256 of plan.json and of every file in data.zarr, as ``sha256sum -c`` reads it
    complete        the mark of a finished run: the SHA-256 of checksums.txt and of about.json, in the same form
    report.html     the report, if one was made

Only the standard library is used here, so that a list of runs comes at once.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any, Literal

from kennan.faults import BadInput, Fault
from kennan.records import durable

PLAN = "plan.json"
ABOUT = "about.json"
DATA = "data.zarr"
JOURNAL = "journal.jsonl"
MANIFEST = "checksums.txt"
MARKER = "complete"
REPORT = "report.html"
COLUMNS = "columns.csv"  # what every folder of exported tables holds
OURS = (PLAN, ABOUT, DATA, JOURNAL, MANIFEST, MARKER, REPORT)

FORMAT = 2  # raised when the layout changes so that another kennan cannot read it

# Every file inside data.zarr that a run makes: descriptions, and chunks by their numbers.
_DATA = re.compile(r"data\.zarr/(?:[A-Za-z0-9_]+/)?zarr\.json|data\.zarr/[A-Za-z0-9_]+/c(?:/[0-9]+)+")
META = "zarr.json"  # what zarr calls the description of an array

_HEX = re.compile(r"[0-9a-f]{64}")

State = Literal["complete", "unfinished", "damaged", "foreign", "missing"]


@dataclass(frozen=True)
class Identity:
    """What a path is to us, and why we think so."""

    state: State
    reasons: tuple[str, ...] = ()


def identify(path: str | Path, thorough: bool = True) -> Identity:
    """Say what a path is: a complete, unfinished or damaged run, something foreign, or nothing.

    With ``thorough`` the plan and every description of an array in a complete run are held to their checksums, and
    every other file is looked for by name. The values are not read here:
    :func:`kennan.records.manage.verify` does that, and whoever reads them later meets
    :class:`kennan.records.checked.Checked`.
    """
    path = Path(path)
    try:
        if not path.exists():
            return Identity("missing", ("there is nothing at this path",))
        if not path.is_dir():
            return Identity("foreign", ("it is a file, not a folder",))
        names = sorted(entry.name for entry in path.iterdir())
    except OSError as error:
        return Identity("missing", (f"it cannot be looked into ({error.strerror})",))
    if not names:
        return Identity("foreign", ("the folder is empty",))
    if PLAN not in names and DATA not in names and MARKER not in names:
        return Identity("foreign", (f"it holds neither {PLAN} nor {DATA}",))
    if not {DATA, ABOUT, JOURNAL, MANIFEST, MARKER} & set(names):
        what = (
            "a copy that kennan runs export has made"
            if COLUMNS in names
            else f"it holds {PLAN} and nothing else of a run"
        )
        return Identity("foreign", (what,))
    wrong = _flaws(path)
    if MARKER in names:
        wrong = wrong or _flaws_of_complete(path, thorough)
        return Identity("damaged", tuple(wrong)) if wrong else Identity("complete")
    if JOURNAL not in names:
        wrong.append(f"neither {MARKER} nor {JOURNAL} is there")
    return (
        Identity("damaged", tuple(wrong))
        if wrong
        else Identity("unfinished", (f"{MARKER} is not there yet",))
    )


def _flaws(path: Path) -> list[str]:
    """What is wrong with the parts that finished and unfinished runs share."""
    wrong = []
    for name in (PLAN, ABOUT, f"{DATA}/{META}"):
        try:
            data = read_json(path / name)
            number = data.get("format") if name == ABOUT else FORMAT
            if number != FORMAT:
                wrong.append(f"{name} names format {number!r}; this kennan reads format {FORMAT}")
        except BadInput as error:
            wrong.append(f"{name}: {error.faults[0].what}")
    return wrong


def _flaws_of_complete(path: Path, thorough: bool) -> list[str]:
    try:
        marks, listed = read_sums(path / MARKER), read_sums(path / MANIFEST)
        wrong = [
            f"{name} is not the one that {MARKER} was made for"
            for name in (MANIFEST, ABOUT)
            if sha256(path / name) != marks.get(name)
        ]
        if thorough and not wrong:
            present = set(files(path))
            wrong = [f"{name} is missing" for name in sorted(set(listed) - present)]
            for name in sorted(set(listed) & present):
                if name.endswith((PLAN, META)) and sha256(path / name) != listed[name]:
                    wrong.append(f"{name} is not as it was written")
    except BadInput as error:
        return [str(error).rstrip(".")]
    except OSError as error:
        return [f"{MANIFEST} or {MARKER} cannot be read ({error.strerror})"]
    return wrong if len(wrong) <= 5 else [*wrong[:5], f"{len(wrong) - 5} more files are missing or damaged"]


def files(path: Path) -> Iterator[str]:
    """Yield plan.json and every file in data.zarr, as paths with "/" inside the run folder."""
    if (path / PLAN).is_file():
        yield PLAN
    for folder, _, names in os.walk(path / DATA):
        inner = Path(folder).relative_to(path).as_posix()
        for name in names:
            yield f"{inner}/{name}"


def strangers(path: Path) -> list[str]:
    """Return what lies in a run folder and is not of its making: it is somebody's, and never removed."""
    others = [name for name in files(path) if name != PLAN and not _DATA.fullmatch(name)]
    others += [
        e.name for e in path.iterdir() if e.name not in OURS and durable.partial_of(e.name) not in OURS
    ]
    return sorted(others)


def sha256(path: Path) -> str:
    """Return the SHA-256 of a file, as hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sums(digests: Mapping[str, str]) -> bytes:
    """Return the text of checksums.txt, sorted by name; its own SHA-256 is the checksum of the run."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(digests.items())).encode()


def mark(checksum: str, about: bytes) -> bytes:
    """Return the text of the mark of a finished run."""
    return sums({MANIFEST: checksum, ABOUT: hashlib.sha256(about).hexdigest()})


def read_sums(file: Path) -> dict[str, str]:
    """Return file name -> SHA-256 from checksums.txt or from the mark.

    Raises
    ------
    BadInput : it is not such a file. OSError : it cannot be read.
    """
    raw = file.read_bytes()
    listed = {}
    for number, line in enumerate(raw.decode(errors="replace").splitlines(), 1):
        digest, gap, name = line.partition("  ")
        if not _HEX.fullmatch(digest) or not gap or not name:
            raise BadInput(Fault("not a line of checksums", f"{file}:{number}"))
        listed[name] = digest
    if sums(listed) != raw:
        raise BadInput(Fault("the checksums are not as they were written", str(file)))
    return listed


def checksum_of(listed: Mapping[str, str]) -> str:
    """Return the checksum of a run whose files have these checksums."""
    return hashlib.sha256(sums(listed)).hexdigest()


def refuse_spoilt_plan(file: Path) -> None:
    """Raise BadInput when a file is the plan of a complete run, and not as it was written."""
    run = file.parent
    if file.name != PLAN or not (run / MARKER).is_file():
        return
    try:
        wanted = read_sums(run / MANIFEST).get(PLAN)
    except (OSError, BadInput):
        wanted = None
    if sha256(file) != wanted:
        do = "to make another run, copy the plan elsewhere and change the copy"
        raise BadInput(
            Fault("this is not the plan that the run was made with: it was changed", str(file), do=do)
        )


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object.

    Raises
    ------
    BadInput : it is missing, unreadable, cut off or not a JSON object.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise BadInput(Fault("it is missing", str(path))) from None
    except OSError as error:
        raise BadInput(Fault(f"it cannot be read ({error.strerror})", str(path))) from None
    except (ValueError, RecursionError):
        raise BadInput(Fault("it is not JSON (cut off, or overwritten)", str(path))) from None
    if not isinstance(data, dict):
        raise BadInput(Fault("it is not a JSON object", str(path)))
    return data


def made_with(about: Mapping[str, Any]) -> dict[str, str]:
    """Return the versions that about.json names, or nothing when it names none."""
    named = about.get("versions")
    return named if isinstance(named, dict) else {}


def dump(data: dict[str, Any]) -> bytes:
    """Return data as readable JSON text."""
    return (json.dumps(data, indent=2, ensure_ascii=False) + "\n").encode()


def versions() -> dict[str, str]:
    """Return the versions on which the bytes of a run depend."""
    found = {"python": platform.python_version()}
    for name in ("kennan", "jax", "jaxlib", "numpy", "numcodecs", "zarr"):
        try:
            found[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return found


def demand_complete(path: str | Path) -> Path:
    """Return the path of a complete run.

    Raises
    ------
    BadInput : it is missing, foreign, damaged or unfinished; the message says which, why and what to do.
    """
    path = Path(path)
    found = identify(path)
    if found.state == "complete":
        return path
    why = "; ".join(found.reasons)
    what, do = {
        "missing": (
            f"there is no run here: {why}",
            "check the path; kennan runs list shows the runs of a folder",
        ),
        "foreign": (f"this is not a run folder: {why}", "name a folder that kennan run --out has made"),
        "damaged": (
            f"the run is damaged: {why}",
            f"kennan runs verify {path} names every file; make the run again",
        ),
        "unfinished": (
            "the run is unfinished",
            f"kennan run --resume {path} goes on where it stopped",
        ),
    }[found.state]
    raise BadInput(Fault(what, str(path), do=do))
