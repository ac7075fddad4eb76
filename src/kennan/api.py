"""What Python gets: :func:`run`, :func:`compare`, :func:`design`, :func:`alone`, :func:`open`, :func:`hindcast` and
:func:`score`.

It makes a plan, has it run, and hands back the records.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from xarray import Dataset

    from kennan.history.forecast import Forecast
    from kennan.history.score import Scores
    from kennan.model import month
    from kennan.model.extension import Extension
    from kennan.model.names import Names
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


def alone(
    step: str | month.Step,
    /,
    *,
    scenario: str | PathLike[str] = "x-1947",
    policy: str | PathLike[str] | Policy = "containment",
    draws: Mapping[str, Any] | None = None,
    place: Mapping[str, Any] | None = None,
    dt: float = 1.0 / 12.0,
    with_: AnyExtensions = (),
    **named: Any,
) -> Names:
    """Make one step of the month's list alone, from values that you name, and return what it sets.

    What is not named stands where the scenario starts, numbers and draws at their medians, levers as the policy has
    them at the start. Nothing else moves: a number that is named does not change where quantities start. New values
    are held within the bounds of the register, as in a run. The first call takes some seconds, the next milliseconds.

    Parameters
    ----------
    step : a step of the month, such as "crust"; ``kennan.model.month.ORDER`` has them all. Or a function of your own
        with the arguments of these, ``advance(s, p, draw, levers, here)``, which returns new values by name.
    scenario, policy : where the world starts, and what the open power does there; as in :func:`kennan.run`.
    draws : luck of the month, by the names of ``kennan.model.chance.DECLARED``: from 0 to 1 where it is uniform (0.5
        if not named; the smaller, the sooner something happens), in standard deviations where it is normal (0 if not).
    place : figures of the theatres, effects of hindsight and decisions by hand, by name.
    dt : length of the step in years.
    with_ : mechanisms of your own, as in :func:`run`; each is a step of the month by its name.
    named : quantities, numbers and levers by name. A value is a number, or a row of numbers to sweep it; all rows have
        one length. Of theatres it may also be a dictionary by code (the others stay as they are), and of theatres and
        rivals a table [theatre or rival, 1 or sweep]. Numbers of the model may lie outside their range, which a run
        would not take: at 0 a number is out of the way, below 0 it acts the other way round.

    Returns
    -------
    The new values by name, and under "events" the counts of what happened, by kind. Of the world: a float, or float32
    [sweep]. Of theatres or rivals: float32 [theatre or rival], or [theatre or rival, sweep].

    Raises
    ------
    BadInput : a name that is not known, or that this step does not read; a value out of bounds; a function of your
        own that sets what there is not, or in another shape; a new value that is no finite number. All faults at once.

    Example
    -------
    Where the Party is divided, the same police are feared less (III.15), and without the mechanism no more at all:

    >>> import kennan
    >>> kennan.alone("crust", repression=0.9, party_unity=[0.9, 0.2]).fear.tolist()
    [1.228..., 0.662...]
    >>> kennan.alone("crust", repression=0.9, party_unity=0.9, obedience_by_fear=0).fear
    0.5
    """
    from kennan.engine import consent, devices
    from kennan.model import in_use

    devices.prepare()
    from kennan.world import mechanism

    with in_use.using(consent.named(with_)):
        return mechanism.alone(
            step, scenario=scenario, policy=policy, draws=draws, place=place, dt=dt, **named
        )


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


def hindcast(
    as_of: int | str,
    until: int | None = None,
    policy: str | PathLike[str] | Policy = "containment",
    members: int = 5000,
    parameters: str = "drawn",
    seed: int = 47,
    targets: str | Iterable[str] | None = None,
    record: str | PathLike[str] | None = None,
    out: str | PathLike[str] | None = None,
    claims: bool = True,
    scenario: str | PathLike[str] = "x-1947",
    with_: AnyExtensions = (),
) -> Forecast:
    """Forecast with what was known at a date, and register the forecast if a folder is named.

    Parameters
    ----------
    as_of : a year (all that was known when it ended) or a day ("1950-06-24").
    until : the last year; None for what the scenario says: of x-1947 1965, or 1991 as of 1965 and later.
    policy : what the open power does from then on; "historical" makes a forecast that nobody could have made then.
    members : how many possible courses.
    parameters : "drawn" or "median".
    targets : names of what is forecast; None for all.
    record : a folder of tables; None for the scenario's own, that of KENNAN_RECORD, or the facts of the package.
    out : where to register it; nothing may be there.
    claims : forecast without the mechanisms of each claim as well, which verdicts need.
    scenario : where the worlds begin: a shipped name, or the path of a folder.
    with_ : mechanisms of your own, as in :func:`run`; the forecast is then that of the article's model with them.

    Returns
    -------
    Forecast with ``members.values``, float32 [unit, year, member] by target.

    Raises
    ------
    BadInput : anything cannot be used; all faults at once.

    Example
    -------
    >>> import kennan
    >>> made = kennan.hindcast(1947, until=1949, members=20, targets=["gdp_ratio"], claims=False)
    >>> made.members.of("gdp_ratio", "", 1949).shape
    (20,)
    """
    from kennan import history
    from kennan.engine import consent
    from kennan.history import forecast, forecast_asked, forecast_folder
    from kennan.model import in_use

    chosen = policy if not isinstance(policy, PathLike) else Path(policy)
    with in_use.using(consent.named(with_)):
        wished = forecast_asked.asked(as_of, until, chosen, members, parameters, seed, targets, scenario)
        if out is not None:
            forecast_folder.refuse_if_taken(Path(out))
        place = None if record is None else Path(record)
        tables = history.load(place, reads=wished.names, scenario=wished.scenario)
        made = forecast.make(tables, wished, claims)
    if out is not None:
        forecast_folder.write(made, Path(out))
    return made


def score(
    forecast: str | PathLike[str],
    record: str | PathLike[str] | None = None,
    against: str | Iterable[str] = ("baselines", "rivals"),
    years: tuple[int, int] | None = None,
) -> Scores:
    """Score a registered forecast against the record, beside baselines and rivals.

    Parameters
    ----------
    forecast : the folder that :func:`hindcast` registered.
    record : a folder of tables; None for the scenario's own, that of KENNAN_RECORD, or the facts of the package.
    against : "baselines", "rivals", or names of either.
    years : the first and last year scored; None for all that are forecast and known.

    Returns
    -------
    Scores: ``targets`` by name, each with ``models`` and ``skill``; ``claims``, a verdict each.

    Raises
    ------
    BadInput : the forecast was edited, the record does not reach it, or a name is unknown; all faults at once.

    Example
    -------
    >>> import kennan
    >>> wanted = {"members": 20, "targets": ["gdp_ratio"], "claims": False}
    >>> made = kennan.hindcast(1947, until=1955, out="forecasts/example", **wanted)
    >>> found = kennan.score("forecasts/example", against=["persistence"], years=(1950, 1955))
    >>> found.targets["gdp_ratio"].skill["persistence"]["all"].cells
    6
    """
    from kennan import history
    from kennan.history import forecast_folder
    from kennan.history import score as scoring

    names = [against] if isinstance(against, str) else list(against)
    registered = forecast_folder.read(Path(forecast))
    place = None if record is None else Path(record)
    world = scoring.scenario_of(registered)
    tables = history.load(place, reads=list(registered.members.values), scenario=world)
    return scoring.score(registered, tables, names, years)
