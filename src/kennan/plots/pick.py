"""Takes from a run what a picture needs: checked names, times in years, quantiles over worlds."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kennan.faults import Fault, Faults, unknown
from kennan.records.summary import last_month as last_month
from kennan.records.summary import policies as policy_names

if TYPE_CHECKING:
    from xarray import Dataset

MOST_WORLDS = 4096  # bands are drawn from the first so many worlds; with more, nothing visible changes
MOST_POINTS = 200  # points along the years of a wide panel
FEW_POINTS = 100  # and of a narrow one; either has about two pixels for each
QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
MONTHLY = frozenset(("policy", "month", "world"))


def monthly_names(ds: Dataset) -> list[str]:
    """Return the quantities of a run that are recorded month by month."""
    return [str(name) for name, variable in ds.data_vars.items() if set(variable.dims) == MONTHLY]


def check(
    ds: Dataset,
    *,
    quantities: Iterable[str] = (),
    policy: str | Sequence[str] | None = None,
    world: int | bool | None = None,
) -> tuple[list[str], Faults]:
    """Check names against a run.

    Returns
    -------
    The policies asked for (all of the run's for None) and the faults found, not yet raised.
    """
    faults, known = Faults(), monthly_names(ds)
    for name in quantities:
        if name not in known:
            do = "name it in --keep when the run is made" if len(known) else ""
            faults.found.append(unknown("monthly quantity in this run", str(name), known, do=do))
    names = policy_names(ds)
    wanted = names if policy is None else [policy] if isinstance(policy, str) else list(policy)
    if not wanted:
        faults.add("no policy is named", allowed=", ".join(names))
    faults.found.extend(unknown("policy in this run", str(p), names) for p in wanted if p not in names)
    if world is not None and not isinstance(world, bool) and world not in ds["world"].values:
        first, last = int(ds["world"].values[0]), int(ds["world"].values[-1])
        faults.add(f"there is no world {world} in this run", allowed=f"{first} to {last}, or False for none")
    return wanted, faults


def times(ds: Dataset) -> np.ndarray:
    """Return the time of each recorded month, in years (1947.0 is January 1947)."""
    return 1970 + np.asarray(ds["month"].values).astype("datetime64[M]").astype(np.int64) / 12


def first_month(ds: Dataset) -> str:
    """Return the name of the month in which a run begins, and theatres are kept each year: "January"."""
    from calendar import month_name

    return month_name[int(str(ds["month"].values[0])[5:7])]


def some_months(count: int, most: int = MOST_POINTS) -> np.ndarray:
    """Return which months to draw: all of them, or about ``most`` evenly, always with the first and the
    last.
    """
    step = max(1, -(-count // most))
    return np.unique(np.append(np.arange(0, count, step), count - 1))


def values(ds: Dataset, quantity: str, policy: str, months: np.ndarray | None = None) -> np.ndarray:
    """Return a monthly quantity as an array [month, world], of at most MOST_WORLDS worlds."""
    index = policy_names(ds).index(policy)
    taken = ds[quantity].isel(policy=index, world=slice(0, MOST_WORLDS))
    if months is not None:
        taken = taken.isel(month=months)
    return np.asarray(taken.transpose("month", "world").values)


def spread(array: np.ndarray, levels: Sequence[float] = QUANTILES) -> np.ndarray:
    """Return quantiles over the last axis, [level, ...]; the same numbers as ``numpy.quantile``, sooner."""
    if np.isnan(array).any():
        return np.nanquantile(array, levels, axis=-1)
    ordered = np.sort(array, axis=-1)
    at = np.asarray(levels) * (array.shape[-1] - 1)
    below = np.floor(at).astype(int)
    above = np.minimum(below + 1, array.shape[-1] - 1)
    part = (at - below).astype(ordered.dtype)
    found = ordered[..., below] * (1 - part) + ordered[..., above] * part
    return np.moveaxis(found, -1, 0)


def title(name: str) -> str:
    """Return a name as a title: "inner_vitality" is "Inner vitality"."""
    words = name.replace("_", " ")
    return words[:1].upper() + words[1:]


def unit(ds: Dataset, quantity: str) -> str:
    """Return the unit of a quantity, from the run itself."""
    return str(ds[quantity].attrs.get("units", ""))


def sentence(ds: Dataset, quantity: str) -> str:
    """Return the sentence that says what a quantity is, from the run itself."""
    return str(ds[quantity].attrs.get("long_name", ""))


def worlds_said(ds: Dataset, policies: int) -> str:
    """Return how many worlds a picture of so many policies shows, in words."""
    count = int(ds.sizes["world"])
    if count == 1:
        return "1 world"
    if count > MOST_WORLDS:
        return f"{count:,} worlds (bands from the first {MOST_WORLDS:,})"
    return f"{count:,} worlds" + (", the same luck for each policy" if policies > 1 else "")


def one_only(count: int, what: str) -> Fault:
    """Return the fault of giving several policies where a picture has room for one."""
    return Fault(f"{what}, and {count} were asked for", do="name one policy, or leave out ax")
