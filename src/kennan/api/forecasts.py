"""Forecasts and their scores for Python: :func:`hindcast` and :func:`score`."""

from __future__ import annotations

from collections.abc import Iterable
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kennan.api.worlds import AnyExtensions
    from kennan.history.forecast import Forecast
    from kennan.history.score import Scores
    from kennan.policies import Policy


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
