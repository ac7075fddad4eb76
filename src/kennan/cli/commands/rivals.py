"""``kennan rivals``: what other theories forecast with what was known at a date."""

from __future__ import annotations

import argparse
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kennan.cli import shared, streams, wishes
from kennan.cli.output import as_json
from kennan.faults import BadInput, Faults, unknown

if TYPE_CHECKING:
    import numpy as np

    from kennan.history.forecast_asked import Asked
    from kennan.history.members import Members
    from kennan.history.record import Record
    from kennan.history.rivals.rival import Rival
    from kennan.history.target import Target

    Played = dict[str, tuple[Members, dict[str, np.ndarray]]]

UNDEFINED = "-"


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan rivals``."""
    add = parser.add_argument
    add(
        "--as-of",
        metavar="DATE",
        help="last day that is known: 1950 (all of it) or 1950-06-24 (default: the scenario's first year)",
    )
    add(
        "--until",
        metavar="YEAR",
        help="last year forecast (default: the scenario's; 1965, from 1965 on 1991)",
    )
    add("--members", metavar="N", default="2000", help="possible courses of each rival (default: 2000)")
    add("--seed", metavar="N", default="47", help="chooses luck and numbers (default: 47)")
    add(
        "--only",
        action="append",
        metavar="NAME,...",
        help="nothing_matters, richardson, bargaining, strain (default: all); may be repeated",
    )
    add(
        "--theatre",
        action="append",
        default=[],
        metavar="CODE",
        help="tell of this theatre too; may be repeated",
    )
    shared.scenario(parser)
    shared.record(parser)
    shared.no_extensions(parser, "rivals are theories of their own, which run no mechanism of the model")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan rivals``."""
    from kennan.history import rivals

    wanted, chosen, record = _checked(asked)
    view = record.until(wanted.as_of)
    played = rivals.play(view, wanted.years, wanted.members, wanted.seed, chosen, wanted.scenario)
    if asked.json:
        return as_json(_answer(wanted, record, chosen, played))
    _print(wanted, record, chosen, played, wishes.split(asked.theatre))
    return 0


def _checked(asked: argparse.Namespace) -> tuple[Asked, dict[str, Rival], Record]:
    """Return what is asked, the rivals and the record; every fault at once."""
    from kennan import history, scenarios
    from kennan.history import forecast_asked, rivals

    faults = Faults()
    wanted = record = None
    chosen: dict[str, Rival] = {}
    try:
        as_of = asked.as_of or scenarios.load(scenarios.choose(asked.scenario)).start_year
        wanted = forecast_asked.asked(
            as_of, asked.until, members=asked.members, seed=asked.seed, scenario=asked.scenario
        )
    except BadInput as error:
        faults.take(error)
    try:
        chosen = rivals.rivals(wishes.split(asked.only) if asked.only else None)
    except BadInput as error:
        faults.found += [replace(fault, where="--only") for fault in error.faults]
    world = shared.chosen_if_sound(asked)
    codes = scenarios.theatre_states(world) if world is not None else {}
    faults.found += [
        unknown("theatre", u, codes, "--theatre")
        for u in wishes.split(asked.theatre)
        if codes and u not in codes
    ]
    try:
        if world is not None:
            record = history.load(asked.record, tell=streams.aside, scenario=world)
    except BadInput as error:
        faults.take(error)
    if wanted is not None and record is not None and record.ends < wanted.as_of:
        what = f"the record ends on {record.ends}, before the day of the forecast, {wanted.as_of}"
        faults.add(what, where="--as-of", allowed=f"a day until {record.ends}", do="or bring a longer record")
    faults.raise_if_any()
    assert wanted is not None
    assert record is not None  # what leaves them out has been raised
    return wanted, chosen, record


def _answer(wanted: Asked, record: Record, chosen: dict[str, Rival], played: Played) -> dict[str, Any]:
    from kennan.history.members import SUMMARY, quantiles
    from kennan.history.rivals import numbers

    entries = []
    for name, (forecast, endings) in played.items():
        rows = [dict(zip(SUMMARY, row, strict=True)) for row in quantiles(forecast)]
        entries.append(
            {
                "name": name,
                "sentence": chosen[name].sentence,
                "citation": chosen[name].citation,
                "speaks_of": dict(chosen[name].speaks_of),
                "silent_of": list(chosen[name].silent(forecast)),
                "not_forecast": _missing(wanted, forecast),
                "numbers": [_number(one) for one in numbers.of(name).values()],
                "endings": {
                    key: [round(float(v), 4) for v in array.mean(-1)] for key, array in endings.items()
                },
                "forecast": [{key: _plain(key, value) for key, value in row.items()} for row in rows],
            }
        )
    return {
        "as_of": wanted.as_of.isoformat(),
        "years": list(wanted.years),
        "members": wanted.members,
        "seed": wanted.seed,
        "record": record.place,
        "rivals": entries,
    }


def _number(one: Any) -> dict[str, Any]:
    fields = ("name", "value", "low", "high", "unit", "prior", "mark", "source", "sentence")
    return {field: getattr(one, field) for field in fields}


def _plain(key: str, value: Any) -> Any:
    """Return a cell as plain data: numbers as numbers, null where it is undefined."""
    if key in ("target", "unit", "year", "members"):
        return value
    return float(value) if value != "" else None


def _missing(wanted: Asked, forecast: Members) -> list[str]:
    return [name for name in wanted.names if name not in forecast.values]


def _print(wanted: Asked, record: Record, chosen: dict[str, Rival], played: Played, units: list[str]) -> None:
    """Print what is forecast of the last year, the endings, and who each rival is."""
    from rich.text import Text

    from kennan.cli import tables

    to = tables.console()
    said = f"{wanted.members:,} members each, seed {wanted.seed} ({record.place})"
    to.print(Text(f"As of {wanted.as_of.isoformat()}: {said}"))
    last, heads = wanted.years[-1], ["", *[name.replace("_", " ") for name in played]]
    title = f"In {last}: chance in 100 of a yes or no, else the median (the band of nine in ten)"
    tables.show(to, title, heads, _targets(wanted, chosen, played, units), len(played))
    to.print(
        Text("In brackets: the rival has no say on it and forecasts as nothing matters does.", style="dim")
    )
    if missing := _missing(wanted, next(iter(played.values()))[0]):
        said = f"Not forecast, as the record tells nothing of it by then: {', '.join(missing)}."
        to.print(Text(said, style="dim"))
    if ends := _endings(played):
        title = f"What has become of the contest by the end of {last}: members in 100"
        tables.show(to, title, heads, ends, len(played))
    to.print(Text("\nWho they are", style="bold"))
    for rival in chosen.values():
        to.print(Text(f"{rival.name.replace('_', ' ')}: {rival.sentence}"))
        to.print(Text(f"    {rival.citation}", style="dim"))


def _targets(wanted: Asked, chosen: dict[str, Rival], played: Played, units: list[str]) -> list[list[str]]:
    """Return the table's lines, one a target (and theatre asked for), a column a rival."""
    from kennan.history.terms import targets

    lines, year = [], wanted.years[-1]
    for name, target in targets(wanted.names, wanted.scenario).items():
        for unit in units if target.each == "theatre-year" else [""]:
            cells = []
            for rival, (forecast, _) in played.items():
                said = _cell(forecast, target, unit, year)
                cells.append(said if name in chosen[rival].speaks_of else _bracketed(said))
            lines.append([f"{name} {unit}".strip(), *cells])
    return [line for line in lines if {cell.strip("()") for cell in line[1:]} - {UNDEFINED}]


def _bracketed(said: str) -> str:
    """Return what a rival takes over from nothing matters."""
    return "(" + said.replace(" (", ", ").rstrip(")") + ")"


def _endings(played: Played) -> list[list[str]]:
    from kennan.history.rivals.rival import ENDINGS

    return [
        [words, *[_share(endings.get(key)) for _, endings in played.values()]]
        for key, words in ENDINGS.items()
        if any(key in endings for _, endings in played.values())
    ]


def _cell(forecast: Members, target: Target, unit: str, year: int) -> str:
    """Return what a forecast says of one target, unit and year."""
    import numpy as np

    if target.name not in forecast.values:
        return UNDEFINED
    found = forecast.of(target.name, unit, year)
    found = found[np.isfinite(found)].astype(float)
    if not len(found):
        return UNDEFINED
    if target.kind == "yes or no":
        return f"{100 * found.mean():.0f}"
    low, middle, high = (_short(v) for v in np.quantile(found, (0.05, 0.5, 0.95)))
    return f"{middle} ({low} to {high})"


def _short(value: float) -> str:
    if abs(value) >= 1e6:
        return f"{value / 1e6:.3g} m"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2g}"


def _share(array: np.ndarray | None) -> str:
    return UNDEFINED if array is None else f"{100 * float(array[-1].mean()):.0f}"
