"""Worlds for Python: :func:`run`, :func:`compare`, :func:`design` and :func:`open`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.model.extension import Extension
    from kennan.policies import Policy

    AnyPolicy: TypeAlias = str | PathLike[str] | Policy | Mapping[str, Any] | Callable[..., Any]
    AnyExtensions: TypeAlias = str | PathLike[str] | Extension | Iterable[str | PathLike[str] | Extension]


def run(
    scenario: str | PathLike[str] = "x-1947",
    policy: AnyPolicy = "containment",
    worlds: int = 1000,
    years: int = 45,
    seed: int = 47,
    parameters: str | PathLike[str] | Mapping[str, float] = "drawn",
    set: Mapping[str, float] | None = None,
    off: str | Iterable[str] = (),
    with_hindsight: bool = False,
    record: str | Iterable[str] = (),
    out: str | PathLike[str] | None = None,
    progress: bool = False,
    with_: AnyExtensions = (),
) -> Dataset:
    """Simulate one policy in many possible histories.

    Parameters
    ----------
    scenario : the world at the start: a shipped name (``kennan list scenarios``), or the path of a folder, which is
        read once and kept in the plan in full.
    policy : a shipped name (``kennan list policies``), the path of a TOML file, a Policy, or a function of what the
        open power sees that answers with levers (:func:`kennan.policies.in_code`).
    worlds : number of possible histories, 1 to 1,000,000.
    years : how long, 1 to 200 years.
    seed : chooses the luck; world 17 of seed 47 is the same world whatever else is asked for.
    parameters : "drawn" (each world draws its own from the priors), "median" (all take the medians), the path
        of a TOML file of ``name = value`` lines, or such names and values; the rest then takes its median.
    set : numbers that hold in every world, {name: value}, by parameter name or "start.<quantity>".
    off : names of mechanisms that are switched off (``kennan list mechanisms``).
    with_hindsight : let in effects and policies that nobody could know at the start.
    record : quantities to keep month by month; nothing for the usual ones, "all" for every one.
    out : a folder for the run, which must not exist yet. Without it the result stays in memory (up to 4 GB).
    progress : show a bar on standard error.
    with_ : mechanisms of your own: folders, or names of installed ones. Their code is run, and goes into the plan.

    Returns
    -------
    Dataset with the axes policy, month (12 * years + 1 dates, the first is the start), year (years + 1),
    theatre, event, outcome_kind, parameter and world. Monthly quantities are float32 [policy, month, world],
    theatre quantities [policy, year, theatre, world], ``events`` counts [policy, event, month, world],
    ``outcome`` words [policy, world]. Every variable says its unit in ``attrs["units"]``, its sentence in
    ``attrs["long_name"]`` and the paragraphs of the article it rests on in ``attrs["passages"]``.
    ``attrs["plan"]`` is the whole plan.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once. It is a ``ValueError`` and a list, ``.faults``.

    Example
    -------
    >>> import kennan
    >>> runs = kennan.run("x-1947", policy="containment", worlds=4, years=2, seed=47)
    >>> float((runs.outcome == "mellowing").mean("world").sel(policy="containment"))
    0.0
    """
    return compare(
        scenario,
        (policy,),
        worlds=worlds,
        years=years,
        seed=seed,
        parameters=parameters,
        set=set,
        off=off,
        with_hindsight=with_hindsight,
        record=record,
        out=out,
        progress=progress,
        with_=with_,
    )


def compare(
    scenario: str | PathLike[str] = "x-1947",
    policies: AnyPolicy | Iterable[AnyPolicy] = ("containment", "sporadic"),
    worlds: int = 1000,
    years: int = 45,
    seed: int = 47,
    parameters: str | PathLike[str] | Mapping[str, float] = "drawn",
    set: Mapping[str, float] | None = None,
    off: str | Iterable[str] = (),
    with_hindsight: bool = False,
    record: str | Iterable[str] = (),
    out: str | PathLike[str] | None = None,
    progress: bool = False,
    with_: AnyExtensions = (),
) -> Dataset:
    """Simulate several policies on the same luck.

    World 17 meets the same draws and has the same parameters under every policy, so differences between
    policies can be taken world by world (:func:`kennan.records.summary.paired_difference`).

    Parameters
    ----------
    policies : shipped names, paths of TOML files, Policies, or functions; no two may have the same name.

    The others, what is returned and what is raised are as in :func:`run`.

    Example
    -------
    >>> import kennan
    >>> both = kennan.compare("x-1947", ["containment", "sporadic"], worlds=4, years=2)
    >>> list(both.orbit.isel(month=-1).mean("world").to_series().index)
    ['containment', 'sporadic']
    """
    from kennan.engine.plan import Plan
    from kennan.records import destination, work
    from kennan.records.lock import Lock

    plan = Plan.build(
        scenario=scenario,
        policies=policies,
        worlds=worlds,
        years=years,
        seed=seed,
        parameters=parameters,
        set=set,
        off=off,
        with_hindsight=with_hindsight,
        record=record,
        extensions=_brought(with_),
    )
    if out is None:
        with work.watched(progress, plan.histories) as watch:
            return work.gather(plan, watch)
    destination.refuse_if_taken(out)
    with Lock(out) as held:  # until it is open, so that what is returned is this run
        with work.watched(progress, plan.histories) as watch:
            work.keep(plan, Path(out), watch, held=held)
        return open(out)


def _brought(with_: AnyExtensions) -> AnyExtensions | None:
    """Return what is to stand beside the article's mechanisms; None for what stands there already."""
    return None if isinstance(with_, Sequence) and len(with_) == 0 and with_ != "" else with_


def design(
    settings: Any,
    scenario: str | PathLike[str] = "x-1947",
    policy: AnyPolicy | None = None,
    worlds: int = 100,
    years: int = 45,
    seed: int = 47,
    parameters: str | PathLike[str] | Mapping[str, float] = "drawn",
    set: Mapping[str, float] | None = None,
    off: str | Iterable[str] = (),
    with_hindsight: bool = False,
    record: str | Iterable[str] = (),
    progress: bool = False,
    with_: AnyExtensions = (),
) -> Dataset:
    """Simulate many settings in the same worlds, in one call: a grid, or a table of one's own.

    World 17 meets the same draws in every setting, so differences between settings can be taken world by world.

    Parameters
    ----------
    settings : {name: [values]}, of which every combination is made; or a table, a row a setting: a list of
        {name: value}, or a pandas DataFrame. Names are those of parameters, "lever.NAME", "start.QUANTITY",
        "policy" (anything that :func:`run` takes) and "off" (a mechanism or several).
    policy : of every setting, as in :func:`run`; left out, "containment", or the one that each setting names.
    worlds : how many worlds each setting is simulated in.

    The others are as in :func:`run`; what a setting does not name is as they say.

    Returns
    -------
    Dataset as of :func:`run`, with the axis ``setting`` [number of settings] in place of policy and, along it, a
    coordinate for each name that was varied. ``parameter`` holds those that no setting varies.

    Raises
    ------
    BadInput : a name that there is not, a value out of its range, more than memory holds; all faults at once.

    Example
    -------
    >>> import kennan
    >>> grid = {"lever.level": [0.2, 0.8], "off": ["", "patience"]}
    >>> made = kennan.design(grid, worlds=4, years=2)
    >>> made.orbit.isel(month=-1).mean("world").dims, made["lever.level"].values.tolist()
    (('setting',), [0.2, 0.2, 0.8, 0.8])
    """
    from kennan.engine.plan import Plan
    from kennan.experiments import design as designs
    from kennan.records import work

    rows = designs.rows_of(settings)
    designs.demand_one_policy(rows, policy)
    base = Plan.build(
        scenario=scenario,
        policies="containment" if policy is None else policy,
        worlds=worlds,
        years=years,
        seed=seed,
        parameters=parameters,
        set=set,
        off=off,
        with_hindsight=with_hindsight,
        record=record,
        extensions=_brought(with_),
    )
    with work.watched(progress, len(rows) * worlds) as watch:
        return designs.design(base, rows, watch)


def open(path: str | PathLike[str], chunks: Any = None) -> Dataset:
    """Open a run folder. Values are read from disk only when they are asked for.

    Parameters
    ----------
    path : the folder of a complete run, as ``kennan run --out`` or ``kennan.run(out=...)`` made it.
    chunks : as in :func:`xarray.open_zarr`; left out, plain lazy arrays that need no Dask.

    Returns
    -------
    Dataset as :func:`run` returns it.

    Raises
    ------
    BadInput : there is no complete run at the path; the message says whether it is missing, foreign, damaged
        or unfinished, and what to do. Reading values later raises it too, and names the file, where one is not what
        was written.

    Example
    -------
    >>> import kennan
    >>> made = kennan.run(worlds=4, years=2, out="runs/example")
    >>> kennan.open("runs/example").outcome_kind.values[0]
    np.str_('general_war')
    """
    from kennan.records import dataset

    return dataset.open(Path(path), chunks)
