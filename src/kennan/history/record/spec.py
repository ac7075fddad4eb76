"""Which tables a record may have, as ``tables.toml`` says it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

from kennan import toml
from kennan.faults import BadInput, unknown

HERE = Path(__file__).parent
TYPES = ("text", "state", "year", "date", "integer", "number", "flag", "yyyymm")
LISTS = ("event", "spell")
KNOWN = ("end of year", "start of year", "at once")


@dataclass(frozen=True)
class Column:
    """One column: its type, unit and range.

    ``low`` and ``high`` bound numbers (both allowed); ``one_of`` lists the texts that are allowed; ``needed`` says
    that a table without it is of no use; ``blank`` that a cell may be empty, as it always may be in a column that need
    not be there. ``by`` names a column whose text chooses the bounds in ``bounds``.
    """

    name: str
    type: str
    unit: str = ""
    low: float | None = None
    high: float | None = None
    one_of: tuple[str, ...] = ()
    needed: bool = False
    blank: bool = False
    by: str = ""
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """One table; the fields are explained at the head of ``tables.toml``."""

    name: str
    sentence: str
    row: str
    keys: tuple[str, ...]
    start: tuple[str, ...]
    columns: dict[str, Column]
    known: str = "at once"
    end: tuple[str, ...] = ()
    censored: str = ""
    ends: tuple[str, ...] = ()
    ahead: dict[str, int] = field(default_factory=dict)
    whole: tuple[str, tuple[str, ...]] = ("", ())
    since: int | None = None
    own: bool = False

    @property
    def is_list(self) -> bool:
        """Whether silence in it says that nothing happened, as far as the list is complete."""
        return self.row in LISTS


@cache
def tables() -> dict[str, Table]:
    """Return every table that a record may have, by name (the file is ``<name>.csv``)."""
    data = toml.read(HERE / "tables.toml", "register of tables").data
    return {name: _table(name, entry) for name, entry in data.items()}


@cache
def yearly_of(quantities: tuple[str, ...]) -> Table:
    """Return the table ``yearly`` with these quantities and no others."""
    said = tables()["yearly"]
    column = replace(said.columns["quantity"], one_of=quantities)
    return replace(said, columns={**said.columns, "quantity": column})


def table(name: str) -> Table:
    """Return one table of the register; :class:`BadInput` if there is none of that name."""
    if name not in tables():
        raise BadInput(unknown("table of a record", name, tables()))
    return tables()[name]


def _table(name: str, entry: dict) -> Table:
    columns = {column: _column(column, said) for column, said in entry["columns"].items()}
    start = tuple(entry.get("start", ()))
    yearly = start == ("year",)
    whole = entry.get("whole", {})
    return Table(
        name,
        entry["sentence"],
        entry["row"],
        tuple(entry["keys"]),
        start,
        columns,
        entry.get("known", "end of year" if yearly else "at once"),
        tuple(entry.get("end", ())),
        entry.get("censored", ""),
        tuple(entry.get("ends", ())),
        dict(entry.get("ahead", {})),
        (whole.get("key", ""), tuple(whole.get("columns", ()))),
        entry.get("since"),
        bool(entry.get("own", False)),
    )


def _column(name: str, said: dict) -> Column:
    bounds = {key: (float(low), float(high)) for key, (low, high) in said.get("bounds", {}).items()}
    given = {"one_of": tuple(said.get("one_of", ())), "bounds": bounds}
    return Column(
        name, **{**said, **given, "blank": said.get("blank", False) or not said.get("needed", False)}
    )
