"""Finds and reads one original: CSV, tab-separated text, Stata or a workbook."""

from __future__ import annotations

import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import Faults, nearest
from kennan.history.builder.sources import Source

if TYPE_CHECKING:
    from pandas import DataFrame


def find(folder: Path, source: Source) -> Path | None:
    """Return the file of an original in a folder (or below it); the last by name where several versions lie there."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    for pattern in source.files:
        found = [path for path in files if fnmatch.fnmatch(path.name.lower(), pattern.lower())]
        if found:
            return found[-1]
    return None


def read(path: Path, source: Source, faults: Faults) -> DataFrame | None:
    """Return the needed columns of an original under their first names, or None when it cannot be used (noted)."""
    try:
        data = _table(path, source)
    except ImportError as error:
        do = (
            "save the sheet as CSV under the same name" if path.suffix == ".xlsx" else f"install {error.name}"
        )
        faults.add(f"{path.suffix} files cannot be read here", where=str(path), do=do)
        return None
    except (OSError, ValueError, KeyError, UnicodeError) as error:
        said = " ".join(str(error).split())[:120]
        faults.add(f"the {source.title} cannot be read: {said}", where=str(path))
        return None
    there = {str(column).strip().lower(): column for column in data.columns}
    names = {}
    for column in source.columns:
        either = column.split("|")
        match = next((there[name.lower()] for name in either if name.lower() in there), None)
        if match is None:
            near = nearest(either[0], [str(c) for c in data.columns])
            faults.add(
                f"the {source.title} has no column {' or '.join(either)}",
                where=f"{path}:1",
                nearest=near,
                do=f"take the file as distributed at {source.where}",
            )
        else:
            names[match] = either[0].lower()
    if len(names) < len(source.columns):
        return None
    return data[list(names)].rename(columns=names)


def _table(path: Path, source: Source) -> DataFrame:
    import pandas

    if path.suffix.lower() == ".dta":
        return pandas.read_stata(path, convert_categoricals=False)
    if path.suffix.lower() == ".xlsx":
        return pandas.read_excel(path, sheet_name=source.sheet or 0)
    with path.open(encoding="utf-8", errors="replace") as file:
        separator = "\t" if "\t" in file.readline() else ","
    return pandas.read_csv(path, sep=separator, low_memory=False, encoding="utf-8", encoding_errors="replace")
