"""``kennan discover``: in which region of assumptions an outcome comes about."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, wishes
from kennan.cli.commands import sweep as common
from kennan.cli.output import as_json, watched
from kennan.faults import Faults

if TYPE_CHECKING:
    from kennan.experiments.discover import Discovery


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan discover``."""
    parser.add_argument(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="the start: a name, or a folder (default: x-1947)",
    )
    to = shared.results(parser)
    to.add_argument("--above", metavar="X", help="for a quantity: it came where it is above this")
    to.add_argument("--below", metavar="X", help="for a quantity: it came where it is below this")
    to = parser.add_argument_group("the box")
    add = to.add_argument
    add(
        "--over",
        action="append",
        metavar="NAME,...",
        help="what it may restrict: strengths (default), parameters, or names; may be repeated",
    )
    add(
        "--rows", metavar="N", help="worlds to find it in, and as many fresh ones to check it (default: 2000)"
    )
    add("--coverage", metavar="C", help="least share of the worlds with the result in it (default: 0.5)")
    add("--limits", metavar="N", help="most numbers that it restricts (default: 4)")
    shared.rows(parser, worlds="", parameters="")
    parser.set_defaults(worlds=None, parameters=None)
    shared.ending(parser, "a folder for worlds and results; the same command goes on after a stop")


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan discover``."""
    from kennan.experiments import discover
    from kennan.experiments.sweep import with_faults

    faults = Faults()
    rows = common.whole(asked, "rows", discover.ROWS, faults)
    plan = common.plan_of(asked, {"worlds": rows}, faults)
    picture = files.picture(asked, faults)
    files.folder(asked, "out", faults)
    coverage = common.fraction(asked.coverage, "--coverage", discover.COVERAGE, faults)
    most = common.whole(asked, "limits", discover.LIMITS, faults) or discover.LIMITS
    wanted: dict[str, Any] = {
        "outcomes": wishes.split(asked.outcome or []),
        "quantities": wishes.split(asked.quantity or []),
        "over": wishes.split(asked.over or ["strengths"]),
        "above": _number(asked.above, "--above", faults),
        "below": _number(asked.below, "--below", faults),
    }
    checked = plan or common.stand_in("drawn")
    with_faults(faults, lambda: discover.check(checked, **wanted))
    faults.raise_if_any()
    assert plan is not None  # what leaves it out has been raised
    start = time.perf_counter()
    with watched(asked) as watch, common.going_on(asked):
        found = discover.discover(
            plan,
            **wanted,
            coverage=coverage,
            most=most,
            out=asked.out,
            force=asked.force,
            progress=watch.advance,
            announce=watch.say,
        )
    seconds = time.perf_counter() - start
    if picture:
        from kennan.plots import sensitivity

        files.save(sensitivity.box(found), picture, asked.force)
    if asked.json:
        extra = {"seconds": round(seconds, 3), "out": asked.out, "picture": asked.picture}
        return as_json({**found.as_dict(), **extra})
    if not asked.quiet:
        _print(found)
        common.last_line(asked, f"2 x {plan.worlds:,} worlds in {seconds:.1f} s")
    return 0


def _number(words: str | None, option: str, faults: Faults) -> float | None:
    if words is None:
        return None
    try:
        number = float(words)
    except ValueError:
        number = float("nan")
    if number != number or abs(number) == float("inf"):
        faults.add(f"{words!r} is not a number", where=option, allowed="a number")
        return None
    return number


def _print(found: Discovery) -> None:
    """Print the box in words, as a table, its check, and the passages behind it."""
    from rich.text import Text

    from kennan import scenarios
    from kennan.cli import tables
    from kennan.experiments import words

    to = tables.console()
    to.print(f"{found.plan.describe()}; and as many fresh ones")
    to.print(Text(f"\n{words.sentence(words.sought(found))}", style="bold"))
    if not found.box:
        return
    to.print(Text(words.sentence(words.fresh(found))))
    rows = [
        [
            limit.name,
            ", ".join(found.factor(limit.name).passages),
            words.restriction(found, limit).removeprefix(limit.name + " is "),
            f"{100 * limit.low:.0f} to {100 * limit.high:.0f} %",
            f"{limit.quasi:.2g}",
        ]
        for limit in found.box
    ]
    columns = ["", "passages", "in the box", "of its prior", "quasi-p"]
    tables.show(to, "The box, the surest limit first", columns, rows, 2)
    tell = scenarios.load(found.plan.scenario).words.tell
    limited = [found.factor(limit.name) for limit in found.box]
    to.print(Text(f"\n{words.behind(limited, 'these')}", style="bold"))
    for factor in limited:
        to.print(Text(f"{factor.name}: {tell(factor.sentence)}"))
        for number, paraphrase in words.passages(factor.passages):
            to.print(Text(f"    {number}  {paraphrase}", style="dim"))
