"""``kennan runs list | show | verify | export``."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from kennan.cli import files, shared
from kennan.cli.output import as_json
from kennan.faults import BadInput, Fault, Faults
from kennan.records import layout, manage

WORDS = {
    "show": "show what there is to know of one run",
    "verify": "read every file of a run again; exit 1 if it is damaged",
    "export": "copy a run into another format",
}
ENDINGS = {".nc": "netcdf", ".csv": "csv", ".parquet": "parquet"}


def add(parser: argparse.ArgumentParser) -> None:
    """Add the commands of ``kennan runs`` and their options."""
    inner = parser.add_subparsers(metavar="COMMAND", required=True)
    to = shared.command(inner, "list", "list the runs in a folder", "runs:listing")
    to.add_argument("folder", nargs="?", default="runs", metavar="FOLDER", help="default: runs")
    shared.json(to)
    for name, words in WORDS.items():
        to = shared.command(inner, name, words, f"runs:{name}")
        to.add_argument("run", metavar="RUN", help="the folder of the run")
        if name == "export":
            put = to.add_argument
            put("--to", required=True, metavar="PATH", help="file (netcdf) or folder (csv, parquet) to make")
            put("--format", metavar="FORMAT", help="netcdf, csv or parquet (default: by the ending of PATH)")
            put("--force", action="store_true", help="replace an earlier export")
        shared.json(to)


def listing(asked: argparse.Namespace) -> int:
    """Carry out ``kennan runs list``."""
    rows = manage.list_runs(asked.folder)
    if asked.json:
        return as_json(rows)
    if not rows:
        print(f"there are no runs in {asked.folder}")
        return 0
    from kennan.cli import tables

    shown = [
        [
            Path(r["path"]).name,
            r["state"],
            ", ".join(r["policies"]),
            _number(r["worlds"]),
            r["years"],
            r["seed"],
            "; ".join(manage.besides(r)),
        ]
        for r in rows
    ]
    columns = ["run", "state", "policies", "worlds", "years", "seed", "besides"]
    tables.show(tables.console(), f"Runs in {asked.folder}", columns, shown)
    return 0


def show(asked: argparse.Namespace) -> int:
    """Carry out ``kennan runs show``."""
    found = manage.show(asked.run)
    if asked.json:
        as_json(found)
        _refuse_damaged(found)
        return 0
    from kennan.cli import tables

    to = tables.console()
    skip = ("outcomes", "theatres", "versions", "monthly", "reasons")
    rows = [[name.replace("_", " "), _words(value)] for name, value in found.items() if name not in skip]
    rows += [["why", "; ".join(found["reasons"])]] if found.get("reasons") else []
    rows.append(["quantities", ", ".join(found.get("monthly", ()))])
    rows.append(["versions", ", ".join(f"{k} {v}" for k, v in found.get("versions", {}).items())])
    tables.show(to, f"Run {asked.run}", ["", ""], rows)
    if found["state"] == "complete":
        from kennan.records import dataset

        tables.results(to, dataset.open(asked.run))
    _refuse_damaged(found)
    return 0


def _refuse_damaged(found: dict[str, Any]) -> None:
    """Raise BadInput when what was shown is damaged: it must not pass for a run that can be used."""
    if found["state"] == "damaged":
        what = f"the run is damaged: {'; '.join(found['reasons'])}"
        do = f"kennan runs verify {found['path']} names every damaged file; make the run again"
        raise BadInput(Fault(what, found["path"], do=do))


def verify(asked: argparse.Namespace) -> int:
    """Carry out ``kennan runs verify``; 1 when the run is damaged."""
    findings = manage.verify(asked.run)
    bad = [finding for finding in findings if finding.fault]
    if asked.json:
        as_json({"run": asked.run, "sound": not bad, "findings": [finding.as_dict() for finding in findings]})
        return int(bool(bad))
    for finding in findings:
        print(f"{'' if finding.fault else 'note: '}{finding.kind}: {finding.where}: {finding.what}")
    if bad:
        again = f"kennan run --plan {asked.run}/{layout.PLAN} --out ... makes it again"
        if any(finding.where == layout.PLAN for finding in bad):
            again = "so is its plan: make it again with the options that it was made with"
        if all(finding.kind == "foreign" for finding in bad):
            again = (
                "what the run has made is as it was written: move the files away that are not of its making"
            )
        print(f"{asked.run} is damaged; {again}")
    else:
        print(f"{asked.run} is sound: every file is as it was written")
    return int(bool(bad))


def export(asked: argparse.Namespace) -> int:
    """Carry out ``kennan runs export``."""
    from kennan.records.export import FORMATS
    from kennan.records.export import export as copy

    faults = Faults()
    files.folder(asked, "to", faults)
    faults.raise_if_any()
    wanted = asked.format or ENDINGS.get(Path(asked.to).suffix)
    if wanted is None:
        do = "give --format, or a path that ends in .nc"
        raise BadInput(Fault(f"the ending of {asked.to} names no format", "--to", ", ".join(FORMATS), do=do))
    made = copy(asked.run, asked.to, wanted, force=asked.force)
    if asked.json:
        return as_json({"run": asked.run, "format": wanted, "path": str(made)})
    print(f"{made} ({wanted})")
    return 0


def _number(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else _words(value)


def _words(value: Any) -> str:
    """Return a field of a run in words; nothing is left out because it is empty."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{name} = {one}" for name, one in value.items()) or "nothing"
    return (", ".join(map(str, value)) or "nothing") if isinstance(value, list | tuple) else str(value)
