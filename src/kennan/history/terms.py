"""On what terms a record is held against a scenario: ``record.toml`` of its folder, which may be left out.

``[record]``: sentence, ``until`` (the last years of a forecast if none is said), and, each may be left out,
``folder`` (the scenario's own tables, beside the file), ``facts`` (the package's own fill what a record does not tell),
``complete`` and ``course`` (the policy that was followed). ``[codes]``: what tables call the two powers, and under
``[codes.TABLE]`` what one of them calls them otherwise. ``[rivals]``: what some rivals need. ``[targets.NAME]``: by
which tables a target of ``targets.toml`` is told, and how surely.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path
from typing import Any

from kennan import policies, scenarios, toml
from kennan.article.fields import Table, shown
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.history.record import spec
from kennan.history.target import CERTAINTIES, NO_CODES, Codes, Powers, Target, register
from kennan.policies import Policy
from kennan.scenarios import Chosen, Folder, Scenario

FILE = "record.toml"
GROUPS = ("record", "codes", "rivals", "targets")
HEAD = ("sentence", "folder", "facts", "complete", "until", "course")
CODES = ("closed", "open", "successors", "successors_after")
RIVALS = ("capital", "capability", "capability_of_open", "source")
TARGET = ("sentence", "tables", "error", "error_source", "first", "last")
YEARS = (1500, 2500)
SOVIET, AMERICAN = 365, 2
#: Tables that are made of originals which tell of these powers alone (0: of any).
OF_THESE: dict[str, Powers] = {
    "crises_icb": (SOVIET, AMERICAN),
    "us_troops_abroad": (0, AMERICAN),
    "gk_cpsu_membership": (SOVIET, 0),
    "gk_ussr_leadership_events": (SOVIET, 0),
}
BY_CODE = (
    "gdp_pop",
    "cinc",
    "state_system",
    "leaders",
)  # tables in which the powers are found by their codes


@dataclass(frozen=True)
class Terms:
    """How a record is held against a scenario.

    Parameters
    ----------
    scenario : its name.
    targets : what is forecast and scored, by name.
    until : the last year forecast if none is said: the first of them that lies after the cut-off, or the last.
    codes : what tables call the powers.
    folder : the folder of the scenario's own tables; None where it has none.
    facts : whether the package's own facts fill what a record does not tell.
    complete : to this year one row is enough to make a list of events reach.
    course : what the open power did; None where that is not said.
    capital : of the closed power, degrees east and north.
    capability : a column of ``theatres.csv``, and what the open power has of the same.
    """

    scenario: str
    targets: Mapping[str, Target]
    until: tuple[int, ...]
    codes: Codes = NO_CODES
    folder: Path | None = None
    facts: bool = False
    complete: int = 0
    course: Policy | None = None
    capital: tuple[float, float] | None = None
    capability: tuple[str, float] | None = None
    sentence: str = ""
    readers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def table(self, name: str) -> spec.Table:
        """Return a table of the register; ``yearly`` holds what a target is told by it, and nothing else."""
        return spec.yearly_of(self.readers["yearly"]) if name == "yearly" else spec.table(name)

    def followed(self) -> Policy:
        """Return what the open power did; :class:`BadInput` where that is not said."""
        if self.course is None:
            what = f"it is not said what the open power of {self.scenario} did before that day"
            do = f'write course = "..." under [record] of its {FILE}: the name of a policy'
            raise BadInput(Fault(what, "--as-of", do=do))
        return self.course


def of(scenario: Chosen | os.PathLike[str]) -> Terms:
    """Return the terms of a scenario.

    Raises
    ------
    BadInput : it has no ``record.toml``, or one that cannot be used; all faults at once.
    """
    chosen = scenarios.choose(scenario)
    folder = chosen if isinstance(chosen, Folder) else scenarios.shipped(chosen)
    return _of(folder, folder.at)


def targets(names: Iterable[str] | None = None, scenario: Chosen = "x-1947") -> dict[str, Target]:
    """Return the targets of a scenario by name: all, or those named, in the order of the register.

    Raises
    ------
    BadInput : a name is none of them; or the scenario does not say how a record is held against it.
    """
    known = of(scenario).targets
    if names is None:
        return dict(known)
    wanted = [names] if isinstance(names, str) else list(names)
    do = "leave it out for all"
    if any(name in register() and name not in known for name in wanted):
        do = f"{do}, or say in record.toml of {scenario} by which tables it is told"
    faults = Faults()
    faults.found.extend(unknown("target", name, known, do=do) for name in wanted if name not in known)
    faults.raise_if_any()
    return {name: target for name, target in known.items() if name in wanted}


@lru_cache(maxsize=32)
def _of(folder: Folder, at: str) -> Terms:  # noqa: ARG001
    """Read the terms; folders that hold the same are equal wherever they lie, and each has its own tables beside it."""
    world = scenarios.load(folder)
    if not folder.holds(FILE):
        what = f"the scenario {folder.name} does not say how a record is held against it: it has no {FILE}"
        do = (
            f"write {folder.path(FILE)} with [record], [codes] and [targets.NAME]; kennan new scenario makes one that "
            "explains itself; kennan run simulates without it"
        )
        raise BadInput(Fault(what, "scenario", do=do))
    faults = Faults()
    document = folder.toml(FILE, faults)
    found = read(document, world, folder, faults) if document else None
    faults.raise_if_any()
    assert found is not None
    return found


def read(document: toml.Document, world: Scenario, folder: Folder, faults: Faults) -> Terms:
    """Return what a ``record.toml`` says, and note everything that is wrong with it."""
    Table(document.data, "record file", document.where, faults).only(GROUPS)
    head, codes, rivals = (_table(document, group, faults) for group in GROUPS[:3])
    head.only(HEAD)
    said = _codes(document, codes, world)
    targets = _targets(document, said, world, faults)
    facts = head.flag("facts", False)
    if facts and (said.closed, said.open) != (SOVIET, AMERICAN):
        what = f"the package's facts tell of the states {SOVIET} and {AMERICAN}, and codes names others"
        faults.add(what, where=head.at("facts"), do="take facts out")
    capital, capability = _rivals(rivals, world)
    return Terms(
        world.name,
        targets,
        _until(head),
        said,
        _folder(head, folder),
        facts,
        _year(head, "complete"),
        _course(head),
        capital,
        capability,
        head.text("sentence"),
        {name: tuple(t.name for t in targets.values() if name in t.reads) for name in spec.tables()},
    )


def _table(document: toml.Document, *keys: str | Faults) -> Table:
    *names, faults = keys
    assert isinstance(faults, Faults)
    place = [str(name) for name in names]
    data: Any = document.data
    for name in place:
        data = data.get(name, {})
    if not isinstance(data, dict):
        faults.add(f"{place[-1]} is {shown(data)}", where=document.where(*place), allowed="a table")
        data = {}
    return Table(data, f"[{'.'.join(place)}]", partial(document.where, *place), faults)


# ---- [record]


def _until(head: Table) -> tuple[int, ...]:
    if "until" not in head.data:
        head.missing("until")
        return (0,)
    given: Any = head.data["until"]
    whole = isinstance(given, list) and bool(given) and all(_is_whole(year, *YEARS) for year in given)
    if not whole or sorted(set(given)) != given:
        allowed = "a list of years, ascending: [1960]"
        head.faults.add(f"until is {shown(given)}", where=head.at("until"), allowed=allowed)
        return (0,)
    return tuple(given)


def _folder(head: Table, folder: Folder) -> Path | None:
    given = head.text("folder", "")
    if not given:
        return None
    path = Path(given)
    if path.is_absolute() or ".." in path.parts:
        allowed = "a folder in the folder of the scenario"
        head.faults.add(f"folder is {given!r}", where=head.at("folder"), allowed=allowed)
    return folder.path(given)


def _course(head: Table) -> Policy | None:
    given = head.text("course", "")
    if not given:
        return None
    if given not in policies.names():
        head.faults.found.append(unknown("policy", given, policies.names(), head.at("course")))
        return None
    return policies.load(given)


def _year(table: Table, key: str) -> int:
    given = table.data.get(key, 0)
    if key in table.data and not _is_whole(given, *YEARS):
        table.faults.add(f"{key} is {shown(given)}", where=table.at(key), allowed="a year")
        return 0
    return int(given)


def _is_whole(given: Any, low: int, high: int) -> bool:
    return isinstance(given, int) and not isinstance(given, bool) and low <= given <= high


# ---- [codes]


def _codes(document: toml.Document, codes: Table, world: Scenario) -> Codes:
    by_table = {key: value for key, value in codes.data.items() if isinstance(value, dict)}
    for key in codes.data:
        if key not in CODES and key not in BY_CODE:
            known = (*CODES, *BY_CODE)
            codes.faults.found.append(unknown("field of [codes]", key, known, codes.at(key)))
    closed, open_ = (_code(codes, role, getattr(world.powers, role).states) for role in ("closed", "open"))
    if closed and closed == open_:
        codes.faults.add(
            f"both powers have the code {closed}", where=codes.at("open"), do="give each its own"
        )
    tables = {}
    for name in by_table:
        if name in BY_CODE:
            own = _table(document, "codes", name, codes.faults)
            own.only(("closed", "open"))
            tables[name] = (_code(own, "closed", (closed,)), _code(own, "open", (open_,)))
    successors = codes.data.get("successors", [])
    if not isinstance(successors, list) or not all(_is_whole(one, 1, 999) for one in successors):
        allowed = "a list of codes of states, 1 to 999"
        codes.faults.add(f"successors is {shown(successors)}", where=codes.at("successors"), allowed=allowed)
        successors = []
    after = _year(codes, "successors_after")
    return Codes(closed, open_, tables, tuple(successors), after or world.start_year - 1)


def _code(table: Table, role: str, states: tuple[int, ...]) -> int:
    """Return a power's code: the one that is said, else the first of the states that stand for it."""
    if role not in table.data:
        return states[0] if states else 0
    given = table.data[role]
    if not _is_whole(given, 1, 999):
        allowed = "the code of a state, 1 to 999"
        table.faults.add(f"{role} is {shown(given)}", where=table.at(role), allowed=allowed)
        return 0
    if table.what == "[codes]" and given not in states:
        named = ", ".join(map(str, states)) or "none"
        what = f"{role} is {given}, and the states of the {role} power in powers.toml are: {named}"
        table.faults.add(what, where=table.at(role), do="write the same code in both")
    return int(given)


# ---- [rivals]


def _rivals(rivals: Table, world: Scenario) -> tuple[tuple[float, float] | None, tuple[str, float] | None]:
    rivals.only(RIVALS)
    capital = None
    if "capital" in rivals.data:
        given = rivals.data["capital"]
        if (
            isinstance(given, list)
            and len(given) == 2
            and _is_number(given[0], -180, 180)
            and _is_number(given[1], -90, 90)
        ):
            capital = float(given[0]), float(given[1])
        else:
            allowed = "[degrees east, degrees north]"
            rivals.faults.add(f"capital is {shown(given)}", where=rivals.at("capital"), allowed=allowed)
    if "capability" not in rivals.data and "capability_of_open" not in rivals.data:
        return capital, None
    share: Any = rivals.data.get("capability_of_open")
    column = rivals.text("capability")
    numbers = [name for name, values in world.theatres.evidence.items() if not isinstance(values, tuple)]
    if column and column not in numbers:
        fault = unknown("column of numbers of theatres.csv", column, numbers, rivals.at("capability"))
        rivals.faults.found.append(fault)
    rivals.text("source")
    if not _is_number(share, 1e-9, 1e12):
        said = "there is no capability_of_open" if share is None else f"capability_of_open is {shown(share)}"
        allowed = "a number above 0, in the unit of the column"
        rivals.faults.add(said, where=rivals.at("capability_of_open"), allowed=allowed)
        return capital, None
    return capital, (column, float(share))


def _is_number(given: Any, low: float, high: float) -> bool:
    return isinstance(given, int | float) and not isinstance(given, bool) and low <= given <= high


# ---- [targets.NAME]


def _targets(document: toml.Document, codes: Codes, world: Scenario, faults: Faults) -> dict[str, Target]:
    group = _table(document, "targets", faults)
    known = register()
    for name in group.data:
        if name not in known:
            faults.found.append(unknown("target", name, known, group.at(name)))
    if not group.data:
        do = "write [targets.NAME] for each that the record tells of; kennan record targets lists them"
        faults.add("no target is told", where=group.at(), do=do)
    found = {}
    for name, entry in known.items():
        if name not in group.data:
            continue
        before = len(faults.found)
        table = _table(document, "targets", name, faults)
        table.only(TARGET)
        ways = _ways(table, name)
        for one in dict.fromkeys(read for way in ways for read in way):
            _told_of(one, codes, table)
        given = vars(entry) | {
            "sentence": table.text("sentence", entry.sentence),
            "tables": ways,
            "error": _error(table),
            "error_source": table.text("error_source"),
            "first": _year(table, "first") or world.start_year - 1,
            "last": _year(table, "last"),
            "codes": codes,
        }
        if len(faults.found) == before:
            found[name] = Target(**given)
    return found


def _ways(table: Table, name: str) -> tuple[tuple[str, ...], ...]:
    """Return the ways by which a target is told, each of one table, or of several that are read together."""
    given = table.data.get("tables")
    if given is None:
        table.missing("tables")
        return ()
    ways = [[way] if isinstance(way, str) else way for way in given] if isinstance(given, list) else []
    sound = all(isinstance(way, list) and way and all(isinstance(one, str) for one in way) for way in ways)
    if not ways or not sound:
        allowed = 'a list of tables, the surest first: ["gdp_pop", "yearly"]'
        table.faults.add(f"tables is {shown(given)}", where=table.at("tables"), allowed=allowed)
        return ()
    known = register()[name].tellers
    for one in dict.fromkeys(one for way in ways for one in way):
        if one not in known:
            fault = unknown(f"table that tells of {name}", one, known, table.at("tables"))
            table.faults.found.append(fault)
    return tuple(tuple(way) for way in ways)


def _told_of(name: str, codes: Codes, table: Table) -> None:
    """Note a table that tells of other powers, or needs the code of one that is not known."""
    closed, open_ = codes.of(name)
    only = OF_THESE.get(name, (0, 0))
    if any(needs and needs != has for needs, has in zip(only, (closed, open_), strict=True)):
        states = " and ".join(str(one) for one in only if one)
        what = f"{name} tells of the state {states} alone, and codes names {closed or 'none'} and {open_ or 'none'}"
        table.faults.add(what, where=table.at("tables"), do="tell it by another table")
    if name in BY_CODE and not (closed and (open_ or name in ("state_system", "leaders"))):
        do = "write closed and open under [codes], and under states in powers.toml"
        table.faults.add(
            f"{name} is read by the codes of the powers, and they have none", where=table.at("tables"), do=do
        )


def _error(table: Table) -> dict[str, float]:
    said = table.data.get("error", {})
    right = isinstance(said, dict) and set(said) == set(CERTAINTIES)
    if not right or not all(_is_number(v, 0, 1e9) for v in said.values()):
        table.faults.add(
            f"error is {shown(said)}",
            where=table.at("error"),
            allowed="a number of 0 or more for high, medium and low",
        )
        return dict.fromkeys(CERTAINTIES, 0.0)
    return {key: float(said[key]) for key in CERTAINTIES}
