"""What a finished run would tell the record: the same measurements as a forecast, of a run that anyone made."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import scenarios
from kennan.faults import BadInput, Fault, unknown
from kennan.history import measure
from kennan.history.members import Members
from kennan.history.terms import targets

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.history.record import Record


def of_run(ds: Dataset, record: Record, policy: str | None = None) -> Members:
    """Return what a run would tell the record, year by year.

    Parameters
    ----------
    ds : a run, as :func:`kennan.run` or :func:`kennan.open` gives it.
    record : what is told as a change is anchored at its last number before the run begins.
    policy : one of the run's; the first if left out.

    Returns
    -------
    Members of those targets whose quantities the run recorded; its worlds are the members.

    Raises
    ------
    BadInput : the run has no such policy.
    """
    names = [str(name) for name in ds["policy"].values]
    chosen = names[0] if policy is None else policy
    if chosen not in names:
        raise BadInput(unknown("policy in this run", chosen, names))
    one = ds.isel(policy=names.index(chosen))
    scenario = scenario_of(ds)
    here = measure.here(_block(one), scenario, {})  # type: ignore[arg-type]
    known = measure.anchors(
        record.until(scenarios.load(scenario).start_year), targets(None, scenario), scenario
    )
    here = measure.here(_block(one), scenario, known)  # type: ignore[arg-type]
    found: dict[str, np.ndarray] = {}
    for target in targets(None, scenario).values():
        try:
            found |= measure.measured(here, [target])
        except KeyError:  # a quantity that was not recorded
            continue
    if not found:
        raise BadInput(
            Fault("the run records nothing that the record tells of", do="make it with --keep all")
        )
    units = {name: measure.units(targets(None, scenario)[name], scenario) for name in found}
    years = tuple(range(here.begins, here.begins + here.years))
    return Members(f"{chosen}", found, units, years)


def scenario_of(ds: Dataset) -> scenarios.Chosen:
    """Return the scenario of a run."""
    return scenarios.choose(json.loads(ds.attrs["plan"])["scenario"], files=False)


def _block(one: Any) -> SimpleNamespace:
    """Return one policy of a run in the form in which the engine gives its worlds."""
    monthly = {
        str(name): value.values for name, value in one.data_vars.items() if value.dims == ("month", "world")
    }
    events = {str(kind): one["events"].sel(event=kind).values for kind in one["event"].values}
    orbit = np.asarray(one["theatre_in_orbit"].transpose("year", "theatre", "world").values)
    return SimpleNamespace(monthly=monthly, events=events, theatre={"theatre_in_orbit": orbit})
