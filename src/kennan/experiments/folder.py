"""The folder of a sweep: what was asked, finished blocks of rows, and the results.

    experiment.json   what was asked, and the engine's version
    rows/*.npy        finished blocks of rows; deleted blocks are simulated again
    result.json       everything that was found
    result.csv        one line a number varied and result
    design.csv        one line a row: the values it was run with, and the means over its worlds

Every file is there whole or not at all, so that a sweep that was killed goes on where it stopped.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from kennan.faults import BadInput, Fault
from kennan.records import durable, layout
from kennan.records.lock import Lock

ASKED, ROWS = "experiment.json", "rows"
RESULTS = ("result.json", "result.csv", "design.csv")


class Folder:
    """A sweep's folder, opened for one request."""

    def __init__(self, path: Path):
        self.path = path
        self.held = Lock(path)  # nobody else writes here as long as this object is in use

    @classmethod
    def open(cls, path: str | Path, asked: dict[str, Any], *, force: bool = False) -> Folder:
        """Return the folder for a request: a new one, or the one in which it was begun.

        Parameters
        ----------
        path : the folder.
        asked : everything that the rows depend on.
        force : begin anew where another sweep stands; nothing but a sweep is ever replaced.

        Raises
        ------
        BadInput : something else is there, another process is writing there, or the folder cannot be written.
        """
        self = cls(Path(path))
        try:
            self._begin(asked, force)
        except OSError as error:
            what = f"the folder cannot be written ({error.strerror})"
            raise BadInput(Fault(what, f"--out {path}", do="name another folder")) from None
        return self

    def _begin(self, asked: dict[str, Any], force: bool) -> None:
        where, head = f"--out {self.path}", self.path / ASKED
        if self.path.exists() and not self.path.is_dir():
            raise BadInput(Fault("a file is here", where, do="name a folder"))
        if head.exists():
            differ = _differences(head, asked)
            if not force:
                if not differ:
                    return
                do = "name another --out, or --force begins it anew"
                what = f"another experiment is here; it differs in {', '.join(differ)}"
                raise BadInput(Fault(what, where, do=do))
            for old in (*self._blocks(), *(self.path / name for name in RESULTS)):
                old.unlink(missing_ok=True)
        elif self.path.is_dir() and any(self.path.iterdir()):
            do = "name another --out (--force replaces only an experiment)"
            raise BadInput(Fault("something that is not an experiment is here", where, do=do))
        (self.path / ROWS).mkdir(parents=True, exist_ok=True)
        durable.write(head, layout.dump(asked))

    def _blocks(self) -> list[Path]:
        return sorted((self.path / ROWS).glob("*.npy"))

    def _block(self, number: int) -> Path:
        return self.path / ROWS / f"{number:05d}.npy"

    def read(self, block: int, shape: tuple[int, ...]) -> np.ndarray | None:
        """Return a finished block, or None when it is missing or unsound."""
        try:
            values = np.load(self._block(block), allow_pickle=False)
        except (OSError, ValueError):
            return None
        return values if values.shape == shape and values.dtype == np.float32 else None

    def write(self, block: int, values: np.ndarray) -> None:
        """Keep a finished block."""
        to = io.BytesIO()
        np.save(to, values.astype(np.float32), allow_pickle=False)
        self._block(block).parent.mkdir(exist_ok=True)
        durable.write(self._block(block), to.getvalue())

    def finish(
        self, found: dict[str, Any], table: list[dict[str, Any]], design: list[dict[str, Any]]
    ) -> None:
        """Write the results."""
        durable.write(self.path / "result.json", layout.dump(found))
        durable.write(self.path / "result.csv", as_csv(table))
        durable.write(self.path / "design.csv", as_csv(design))


def _differences(head: Path, asked: dict[str, Any]) -> list[str]:
    """Return in which wishes an earlier experiment differs, fields of its plan by name."""
    try:
        old = layout.read_json(head)
    except BadInput:
        return [f"everything: its {ASKED} cannot be read"]
    flat = [
        {**wishes, **(wishes["plan"] if isinstance(wishes.get("plan"), dict) else {})}
        for wishes in (old, asked)
    ]
    names = dict.fromkeys([*flat[1], *flat[0]])
    return [name for name in names if name not in ("plan", "rows") and flat[0].get(name) != flat[1].get(name)]


def as_csv(rows: Sequence[dict[str, Any]]) -> bytes:
    """Return rows of the same keys as CSV text."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows(_plain(row.values()) for row in rows)
    return text.getvalue().encode()


def _plain(cells: Iterable[Any]) -> list[Any]:
    return [f"{cell:.7g}" if isinstance(cell, float) else "" if cell is None else cell for cell in cells]
