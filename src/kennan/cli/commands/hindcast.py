"""``kennan hindcast``: a forecast made with what was known at a date, registered before it is scored."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from kennan.cli import files, shared, streams
from kennan.cli.output import as_json, watched
from kennan.cli.wishes import split
from kennan.faults import BadInput, Faults

BANDS = ("q05", "q50", "q95")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan hindcast``."""
    to = parser.add_argument_group("what is forecast")
    add = to.add_argument
    add(
        "--as-of",
        metavar="DATE",
        required=True,
        help="what is known: to the end of this year, or of this day",
    )
    add(
        "--until",
        metavar="YEAR",
        help="the last year forecast (default: the scenario's; 1965, or 1991 as of 1965 and later)",
    )
    add("--target", action="append", metavar="NAME,...", help="only these targets (default: all)")
    shared.scenario(to)
    to = parser.add_argument_group("by what")
    add = to.add_argument
    add(
        "--policy",
        metavar="NAME",
        default="containment",
        help="what the open power does (default: containment)",
    )
    add("--parameters", metavar="WHICH", default="drawn", help="drawn (default), median or calibrated")
    add("--members", metavar="N", default="5000", help="possible courses (default: 5000)")
    add("--seed", metavar="N", default="47", help="chooses the luck (default: 47)")
    shared.extensions(to)
    add("--no-claims", action="store_true", help="leave out the forecasts without each claim's mechanisms")
    shared.record(parser)
    to = parser.add_argument_group("what becomes of it")
    add = to.add_argument
    add(
        "--out",
        metavar="FOLDER",
        help="where it is registered (default: forecasts/as-of-DATE-POLICY, after the scenario's name)",
    )
    add("--quiet", action="store_true", help="no progress, no table; faults are still said")
    shared.json(to)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan hindcast``."""
    from kennan import history
    from kennan.history import forecast, forecast_asked, forecast_folder

    faults = Faults()
    files.folder(asked, "out", faults)
    wished = None
    names = split(asked.target) if asked.target else None
    try:
        wished = forecast_asked.asked(
            asked.as_of,
            asked.until,
            asked.policy,
            asked.members,
            asked.parameters,
            asked.seed,
            names,
            asked.scenario,
        )
        of = shared.named_after(wished.scenario)
        out = Path(asked.out or f"forecasts/{of}as-of-{asked.as_of}-{wished.policy.name}")
        forecast_folder.refuse_if_taken(out)
    except BadInput as error:
        faults.take(error)
    try:
        if (world := shared.chosen_if_sound(asked)) is not None:
            reads = wished.names if wished else None
            record = history.load(asked.record, reads=reads, tell=streams.aside, scenario=world)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    assert wished is not None
    begun = time.perf_counter()
    with watched(asked, "worlds") as watch:
        made = forecast.make(record, wished, not asked.no_claims, watch.advance, watch.say)
    about = forecast_folder.write(made, out)
    seconds = time.perf_counter() - begun
    if asked.json:
        from kennan.cli import score_answer

        as_json(score_answer.forecast(made, about, str(out), seconds))
    elif not asked.quiet:
        _print(made, about, out, seconds)
    return 0


def _print(made: Any, about: dict[str, Any], out: Path, seconds: float) -> None:
    from rich.text import Text

    from kennan.cli import tables
    from kennan.history import members, standing

    to = tables.console()
    years = made.members.years
    said = f"as of {about['as_of']}, {years[0]} to {years[-1]}, {about['members']:,} members, policy {about['course']}"
    to.print(Text(said))
    if about["policy_uses_hindsight"]:
        note = "This policy is what the West did: the forecast is conditional on it, not what could be known."
        to.print(Text(note, style="bold"))
    if about["nearest_of"]:
        to.print(
            Text(f"Members are those of {about['nearest_of']:,} worlds nearest to the record until then.")
        )
    chosen = sorted({years[0], years[len(years) // 2], years[-1]})
    rows = {(r[0], r[1], r[2]): r for r in members.quantiles(made.members)}
    from kennan.history.terms import targets

    lines = []
    for name, target in targets(made.members.values, made.asked.scenario).items():
        if target.each != "theatre-year":
            lines.append([name, *[_cell(rows[name, "", year], target.kind) for year in chosen]])
    if (ways := standing.chances(made.members)) is not None:
        at = [years.index(year) for year in chosen]
        lines.append(["neither of these", *[f"{100 * ways[-1, k]:.0f} %" for k in at]])
    title = "What is forecast: probability, or median and the band of nine worlds in ten"
    tables.show(to, title, ["", *map(str, chosen)], lines, len(chosen))
    to.print(Text(f"\nregistered: {out}   {about['made']}   ({seconds:.0f} s)"))
    to.print(Text(f"SHA-256: {about['digest']}"))
    to.print(Text(f"score it with: kennan score {out}"))


def _cell(row: tuple[Any, ...], kind: str) -> str:
    if row[5] == "":
        return "-"
    if kind == "yes or no":
        return f"{100 * float(row[5]):.0f} %"
    low, middle, high = (_short(float(row[k])) for k in (6, 8, 10))
    return f"{middle}  ({low} to {high})"


def _short(value: float) -> str:
    for size, letter in ((1e6, " M"), (1e3, " k")):
        if abs(value) >= size:
            return f"{value / size:.3g}{letter}"
    return f"{value:.3g}"
