"""A design: many settings in the same worlds, as one Dataset with an axis ``setting`` that says what each was."""

from __future__ import annotations

import dataclasses
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.article.fields import shown
from kennan.engine import numbers
from kennan.engine.plan import Plan
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model.in_use import under_plan

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.engine.engine import Block
    from kennan.records.work import Watch

POLICY, OFF = "policy", "off"
MOST = 100_000  # settings; more than memory holds of anything
Row = dict[str, Any]


def rows_of(settings: Any) -> list[Row]:
    """Return the settings of a design, one row each.

    Parameters
    ----------
    settings : a mapping of names to lists of values, of which every combination is made, the last name fastest; or a
        table: a list of rows {name: value}, or a pandas DataFrame.

    Raises
    ------
    BadInput : it is neither, it is empty, or rows do not name the same things.
    """
    allowed = "{name: [values]}, of which every combination is made, or a list of rows {name: value}"
    if hasattr(settings, "to_dict") and hasattr(settings, "columns"):
        twice = [str(name) for name in settings.columns[settings.columns.duplicated()]]
        if twice:
            what = f"two columns of the table are called {', '.join(dict.fromkeys(twice))}"
            raise BadInput(Fault(what, "settings", do="give each column a name of its own"))
        settings = settings.to_dict("records")
    elif hasattr(settings, "to_frame"):
        what = f"settings is a pandas {type(settings).__name__}, one column without rows of names"
        do = f"make it a table: settings.to_frame({str(getattr(settings, 'name', None) or 'lever.level')!r})"
        raise BadInput(Fault(what, "settings", allowed, do=do))
    if isinstance(settings, Mapping):
        wrong = [name for name, values in settings.items() if not _several(values)]
        if wrong:
            do = "put one value into a list too"
            raise BadInput([Fault(f"{n} is {shown(settings[n])}", "settings", allowed, do=do) for n in wrong])
        count = int(np.prod([len(values) for values in settings.values()], dtype=object)) if settings else 0
        _demand_some(count)
        rows = [dict(zip(settings, row, strict=True)) for row in itertools.product(*settings.values())]
    elif isinstance(settings, Iterable) and not isinstance(settings, str):
        rows = list(settings)
        _demand_some(len(rows))
        if wrong := [row for row in rows if not isinstance(row, Mapping)]:
            raise BadInput(Fault(f"a row is {shown(wrong[0])}", "settings", allowed))
        first = set(rows[0])
        if different := [number for number, row in enumerate(rows) if set(row) != first]:
            what = f"row {different[0]} names {_listed(rows[different[0]])}, row 0 {_listed(rows[0])}"
            raise BadInput(Fault(what, "settings", do="name the same in every row"))
        rows = [dict(row) for row in rows]
    else:
        raise BadInput(Fault(f"settings is {shown(settings)}", "settings", allowed))
    if not rows[0]:
        raise BadInput(Fault("the settings name nothing", "settings", allowed))
    return rows


def _several(values: Any) -> bool:
    return isinstance(values, Sequence | np.ndarray) and not isinstance(values, str)


def _listed(row: Mapping[str, Any]) -> str:
    return ", ".join(map(str, row)) or "nothing"


def _demand_some(count: int) -> None:
    if not 0 < count <= MOST:
        raise BadInput(Fault(f"there are {count:,} settings", "settings", f"1 to {MOST:,}"))


def demand_one_policy(rows: Sequence[Row], given: object) -> None:
    """Refuse a policy that is both given and varied.

    Raises
    ------
    BadInput : it is.
    """
    if given is not None and POLICY in rows[0]:
        do = "name it in one of the two: every setting has the policy of its own row"
        raise BadInput(Fault("policy is both given and varied", "policy", do=do))


def plans_of(base: Plan, rows: Sequence[Row]) -> list[Plan]:
    """Return the plan of each setting.

    Parameters
    ----------
    base : a plan of one policy; what a row does not name is as in it.
    rows : parameters by name, "lever.NAME", "start.QUANTITY", "policy" (anything that a plan takes), or "off" (a
        mechanism, or several).

    Raises
    ------
    BadInput : a name that there is not, or a value out of its range; all faults at once, each with its row.
    """
    faults, known = Faults(), numbers.settable(scenarios.load(base.scenario))
    if len(base.policies) != 1:
        do = 'give one, or vary them: {"policy": [...]}'
        faults.add(f"there are {len(base.policies)} policies", where="policy", allowed="one policy", do=do)
    for name in rows[0]:
        if name not in (POLICY, OFF) and name not in known:
            allowed = [*known, POLICY, OFF]
            faults.found.append(unknown("setting", str(name), allowed, "settings", "kennan list parameters"))
        elif name in base.set or name in base.off:
            faults.add(f"{name} is both set and varied", where="settings", do="take it out of one of the two")
    faults.raise_if_any()
    found = []
    for number, row in enumerate(rows):
        named = {name: _plain(value) for name, value in row.items() if name not in (POLICY, OFF)}
        changes: dict[str, Any] = {"set": {**base.set, **named}}
        if POLICY in row:
            changes["policies"] = (row[POLICY],)
        if OFF in row:
            changes["off"] = (*base.off, *_off(row))
        try:
            found.append(base.replace(**changes))
        except BadInput as error:
            faults.found += [dataclasses.replace(f, where=f"row {number}, {f.where}") for f in error.faults]
    faults.raise_if_any()
    return found


def _plain(value: Any) -> Any:
    return value.item() if isinstance(value, np.generic) else value


@under_plan
def design(base: Plan, rows: Sequence[Row], watch: Watch) -> Dataset:
    """Simulate every setting in the same worlds; see :func:`kennan.design`."""
    from kennan.model import parameters
    from kennan.records import dataset
    from kennan.records.frame import Frame

    _demand_memory(base, len(rows))
    plans = plans_of(base, rows)
    varied = set(rows[0]) | {name for plan in plans for name in plan.off}
    frame = dataclasses.replace(
        Frame.of(base),
        policies=tuple(str(number) for number in range(len(rows))),
        parameters=tuple(name for name in parameters.load() if name not in varied),
    )
    kept = [number for number, name in enumerate(parameters.load()) if name not in varied]
    blocks = _side_by_side(base, rows, watch) if _numbers_alone(base, rows) else _one_by_one(plans, watch)
    fitting: Iterator[Any] = (dataclasses.replace(b, parameters=b.parameters[kept]) for b in blocks)
    made = dataset.in_memory(fitting, frame, base.to_json())
    made = made.rename(policy="setting").assign_coords(setting=np.arange(len(rows)))
    made["setting"].attrs = {"long_name": "Number of the setting.", "units": "1"}
    for name in rows[0]:
        values = [_label(plan, row, name) for plan, row in zip(plans, rows, strict=True)]
        made = made.assign_coords({name: ("setting", np.array(values))})
    said = {name: made[name].values.tolist() for name in rows[0]}
    return made.assign_attrs(settings=json.dumps(said, ensure_ascii=False))


def _demand_memory(base: Plan, count: int) -> None:
    from kennan.records.dataset import IN_MEMORY
    from kennan.records.frame import Frame

    takes = Frame.of(base).nbytes * count
    if takes > IN_MEMORY:
        allowed = f"up to {IN_MEMORY / 1e9:.0f} GB"
        do = "take fewer settings, worlds or years, or record fewer quantities"
        raise BadInput(
            Fault(f"the design would take {takes / 1e9:.1f} GB of memory", "settings", allowed, do=do)
        )


def _label(plan: Plan, row: Row, name: str) -> Any:
    """Return what a setting has, as a label: the policy's name, the mechanisms that are off."""
    if name == POLICY:
        return plan.policies[0].name
    if name == OFF:
        return ", ".join(_off(row))
    return float(plan.set[name])


def _off(row: Row) -> tuple[str, ...]:
    """Return what a row switches off: one mechanism, several, or with "" and None nothing."""
    off = row[OFF]
    if off is None or isinstance(off, float):  # an empty cell of a table is not a number
        return ()
    return tuple(filter(None, [off])) if isinstance(off, str) else tuple(off)


def _numbers_alone(base: Plan, rows: Sequence[Row]) -> bool:
    """Say whether settings differ in parameters and levers alone, which columns of one chunk can hold."""
    known = numbers.settable(None)
    return all(name in known for name in rows[0]) and not base.policies[0].code


def _one_by_one(plans: Sequence[Plan], watch: Watch) -> Iterator[Block]:
    from kennan.engine.arms import Arm, simulate_arms

    arms = [Arm(plan) for plan in plans]
    for number, block in simulate_arms(arms, progress=watch.advance, announce=watch.say):
        yield dataclasses.replace(block, policy=number)


def _side_by_side(base: Plan, rows: Sequence[Row], watch: Watch) -> Iterator[Block]:
    """Yield one block a setting; settings and worlds are one axis to the engine, so that few worlds fill its chunks."""
    from kennan.engine.arms import simulate_rows

    columns = {name: np.array([row[name] for row in rows], np.float32) for name in rows[0]}
    parts: list[Block] = []  # of the setting at hand
    number, got = 0, 0
    made = simulate_rows(base, columns, base.worlds, progress=watch.advance, announce=watch.say)
    for _, block in made:
        at = 0
        while at < block.worlds:
            taken = min(base.worlds - got, block.worlds - at)
            parts.append(_joined([block], slice(at, at + taken)))
            at, got = at + taken, got + taken
            if got == base.worlds:
                whole = _joined(parts, slice(None))
                yield dataclasses.replace(whole, policy=number, first=base.first_world, worlds=got)
                parts, number, got = [], number + 1, 0


def _joined(blocks: Sequence[Block], columns: slice) -> Block:
    """Return some columns of blocks, one after the other; of which worlds they are is for the caller to say."""

    def together(tables: Sequence[np.ndarray]) -> np.ndarray:
        return np.concatenate([table[..., columns] for table in tables], axis=-1)

    more: dict[str, Any] = {
        field: {n: together([getattr(b, field)[n] for b in blocks]) for n in getattr(blocks[0], field)}
        for field in ("monthly", "theatre", "events")
    }
    for field in ("ending", "reached", "left", "parameters"):
        more[field] = together([getattr(b, field) for b in blocks])
    return dataclasses.replace(blocks[0], **more)
