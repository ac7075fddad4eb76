"""Makes the tables of a record from the originals that are there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kennan.faults import BadInput, Fault, Faults
from kennan.history.builder import alliances, archigos, cow, icb, maddison, mids, troops, un, vdem
from kennan.history.builder.original import find, read
from kennan.history.builder.sources import sources
from kennan.history.record import spec

if TYPE_CHECKING:
    from pandas import DataFrame

Originals = dict[str, "DataFrame"]
#: Each maker takes the originals that it names and returns one table.
MAKERS: dict[str, tuple[tuple[str, ...], Callable[..., DataFrame]]] = {
    "cinc": (("cow_nmc",), cow.capabilities),
    "state_system": (("cow_states",), cow.states),
    "mids_superpower_dyads": (("dyadic_mid",), mids.dyads),
    "leaders": (("archigos",), archigos.leaders),
    "gdp_pop": (("maddison",), maddison.output),
    "crises_icb": (("icb", "icb_actors"), icb.crises),
    "crisis_actors_icb": (("icb_actors",), icb.actors),
    "regime_year": (("vdem",), vdem.regimes),
    "us_troops_abroad": (("us_troops",), troops.hosts),
}
#: Tables of states and years that several originals fill, column by column; any of them will do.
SHARED: dict[str, dict[str, Callable[..., DataFrame]]] = {
    "alignment_year": {"atop": alliances.obligations, "un_ideal_points": un.ideal_points},
}


@dataclass(frozen=True)
class Built:
    """What was made: rows by table, the file used by original, and the originals that were not there."""

    tables: dict[str, int]
    used: dict[str, str]
    absent: tuple[str, ...]


def build(originals: str | Path, to: str | Path, *, force: bool = False) -> Built:
    """Make the tables of a record.

    Parameters
    ----------
    originals : a folder with the publishers' files (folders below it are searched too).
    to : a folder for the tables; made if it is not there.
    force : replace tables that are there.

    Raises
    ------
    BadInput : no original is there, one cannot be used, a table is there already, or what was made is not sound.
    """
    given, goal = Path(originals), Path(to)
    if not given.is_dir():
        raise BadInput(
            Fault(f"{given} is no folder", "--from", do="name the folder that holds the originals")
        )
    if goal.exists() and not goal.is_dir():
        raise BadInput(Fault(f"{goal} is no folder", "--to"))
    faults = Faults()
    paths = {name: path for name, source in sources().items() if (path := find(given, source))}
    found = {
        name: data
        for name, path in paths.items()
        if (data := read(path, sources()[name], faults)) is not None
    }
    if not paths:
        allowed = "; ".join(source.files[0] for source in sources().values())
        faults.add("none of the originals is here", where=str(given), allowed=allowed)
    faults.raise_if_any()
    made = _make(found)
    for name in made:
        if (goal / f"{name}.csv").exists() and not force:
            faults.add(f"{goal / f'{name}.csv'} is there already", where="--to", do="--force replaces it")
    faults.raise_if_any()
    _write(made, goal)
    used = {name: path.name for name, path in paths.items()}
    absent = tuple(name for name in sources() if name not in paths)
    return Built({name: len(data) for name, data in made.items()}, used, absent)


def _make(found: Originals) -> dict[str, DataFrame]:
    made = {
        table: maker(*(found[name] for name in needed))
        for table, (needed, maker) in MAKERS.items()
        if all(name in found for name in needed)
    }
    for table, makers in SHARED.items():
        parts = [maker(found[name]) for name, maker in makers.items() if name in found]
        if parts:
            merged = parts[0]
            for part in parts[1:]:
                merged = merged.merge(part, on=["ccode", "year"], how="outer")
            made[table] = merged.sort_values(["ccode", "year"])
    return made


def _write(made: dict[str, DataFrame], goal: Path) -> None:
    goal.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        columns = [column for column in spec.table(name).columns if column in data]
        data[columns].to_csv(goal / f"{name}.csv", index=False, float_format="%.10g", lineterminator="\n")
