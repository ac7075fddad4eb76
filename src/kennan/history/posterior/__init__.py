"""Posteriors: parameters as the record to a date leaves them, a data product with a number of its own.

    posterior-N.csv   a row a draw: parameters in their units, and the state at the cut-off of the world of that draw
                      which lies nearest to the record (columns "state.<quantity>"), with its number ("world")
    about-N.json      number, cut-off, plan, engine version, hash of the observations, method and settings, and the
                      table of prior beside posterior

A parameter that is no column keeps its prior: the record does not speak of it. Draws weigh the same.

    posterior-1.csv  the draws
    about-1.json     what they were made from
"""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import dataclass, replace
from importlib import resources
from pathlib import Path
from typing import Any

import numpy as np

from kennan.faults import BadInput, Fault

FORMAT = 1
STATE, WORLD = "state.", "world"
ABOUT = ("format", "number", "until", "scenario", "engine", "parameters", "observations", "settings", "table")


@dataclass(frozen=True)
class Posterior:
    """Draws of parameters given the record to a date.

    ``parameters`` and ``states`` by name [draw]; ``worlds`` [draw], the world of the plan whose state that is;
    ``about`` as it stands in the file.
    """

    parameters: dict[str, np.ndarray]
    states: dict[str, np.ndarray]
    worlds: np.ndarray
    about: dict[str, Any]

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return len(self.worlds)

    @property
    def until(self) -> str:
        """The last day of the record that it knows, ISO."""
        return str(self.about["until"])

    @property
    def number(self) -> int:
        """Its number; 0 for one that is not shipped."""
        return int(self.about["number"])

    def numbered(self, number: int) -> Posterior:
        """Return the same with a number, as it is shipped; numbers are never used twice."""
        return replace(self, about={**self.about, "number": number})

    def rows(self, draws: np.ndarray) -> dict[str, np.ndarray]:
        """Return parameters by name of some draws, by their numbers [n]."""
        return {name: values[draws] for name, values in self.parameters.items()}


def numbers() -> list[int]:
    """Return the numbers of the posteriors that come with the package, ascending."""
    here = resources.files("kennan.history.posterior").iterdir()
    return sorted(int(m.group(1)) for file in here if (m := re.fullmatch(r"posterior-(\d+)\.csv", file.name)))


def load(number: int | None = None) -> Posterior:
    """Return a posterior of the package: the one of this number, or the newest.

    Raises
    ------
    BadInput : there is none of this number.
    """
    known = numbers()
    if not known or (number is not None and number not in known):
        what = f"there is no posterior {number}" if number is not None else "the package holds no posterior"
        raise BadInput(Fault(what, allowed=", ".join(map(str, known)), do="kennan calibrate makes one"))
    chosen = known[-1] if number is None else number
    with resources.as_file(resources.files("kennan.history.posterior")) as folder:
        return read(folder / f"posterior-{chosen}.csv", folder / f"about-{chosen}.json")


def read(table: Path, about: Path) -> Posterior:
    """Return the posterior of two files.

    Raises
    ------
    BadInput : they cannot be read, or are no posterior.
    """
    do = "kennan calibrate writes both files"
    try:
        said = json.loads(about.read_text(encoding="utf-8"))
        rows = list(csv.reader(table.read_text(encoding="utf-8").splitlines()))
    except (OSError, ValueError) as error:
        raise BadInput(Fault(f"it cannot be read ({error})", str(about), do=do)) from None
    lacking = [key for key in ABOUT if not isinstance(said, dict) or key not in said]
    if lacking:
        raise BadInput(Fault(f"it lacks {', '.join(lacking)}", str(about), do=do))
    if said["format"] != FORMAT:
        raise BadInput(Fault(f"its format is {said['format']!r}", str(about), allowed=str(FORMAT), do=do))
    head, body = (rows[0], rows[1:]) if rows else ([], [])
    try:
        values = np.array([[float(cell) for cell in row] for row in body]).T
        if len(values) != len(head) or not np.isfinite(values).all():
            raise ValueError
    except ValueError:
        raise BadInput(Fault("its rows are not numbers under its head", str(table), do=do)) from None
    columns = dict(zip(head, values, strict=True))
    if WORLD not in columns or set(said["parameters"]) - set(columns):
        raise BadInput(
            Fault("columns are missing", str(table), ", ".join([WORLD, *said["parameters"]]), do=do)
        )
    return Posterior(
        {name: columns[name].astype(np.float32) for name in said["parameters"]},
        {name.removeprefix(STATE): v for name, v in columns.items() if name.startswith(STATE)},
        columns[WORLD].astype(np.int64),
        said,
    )


def write(posterior: Posterior, table: Path, about: Path) -> None:
    """Write a posterior to two files; the same posterior gives the same bytes."""
    columns = posterior.parameters | {STATE + n: v for n, v in posterior.states.items()}
    out = io.StringIO()
    made = csv.writer(out, lineterminator="\n")
    made.writerow([WORLD, *columns])
    for k, world in enumerate(posterior.worlds):
        made.writerow([int(world), *(f"{float(values[k]):.7g}" for values in columns.values())])
    table.write_text(out.getvalue(), encoding="utf-8")
    about.write_text(json.dumps(posterior.about, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
