"""``kennan contrasts``: what holds over draws of every number."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from kennan.cli import files, shared, wishes
from kennan.cli.commands.sweep import whole
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults

if TYPE_CHECKING:
    from kennan.experiments.contrasts import Contrast, Contrasts

OTHERS = ("withdrawal", "charm", "rollback")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan contrasts``."""
    put = parser.add_argument
    put("scenario", nargs="?", metavar="SCENARIO", help="the start: a name, or a folder (default: x-1947)")
    put("--policy", metavar="NAME", help="what is compared (default: containment)")
    words = f"what it is compared with (default: {','.join(OTHERS)}); may be repeated"
    put("--vs", action="append", metavar="NAME,...", help=words)
    put("--draws", metavar="N", help="draws of every number (default: 256)")
    put("--worlds", metavar="N", help="worlds in a draw (default: 32)")
    put("--quick", action="store_true", help="64 draws of 8 worlds")
    put("--years", metavar="N", help="how long (default: 45)")
    put("--seed", metavar="N", help="chooses luck and draws (default: 47)")
    put("--set", action="append", metavar="NAME=VALUE", help="a number that is not drawn; may be repeated")
    put("--off", action="append", metavar="NAME,...", help="switch mechanisms off; may be repeated")
    put("--with-hindsight", action="store_true", default=None, help="let in what nobody could know")
    shared.extensions(parser)
    put("--picture", metavar="FILE", help="draw the result: a path that ends in .png, .svg or .pdf")
    put("--force", action="store_true", help="replace an earlier picture")
    put("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    shared.json(parser)
    nothing = ("first_world", "steps_per_month", "keep", "plan", "parameters")
    parser.set_defaults(**dict.fromkeys(nothing))


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan contrasts``."""
    from kennan.experiments import contrasts as what

    faults = Faults()
    asked.vs = asked.vs or [name for name in OTHERS if name != asked.policy]
    draws, worlds = what.QUICK if asked.quick else (what.DRAWS, what.WORLDS)
    draws = whole(asked, "draws", draws, faults, least=2) or draws
    picture = files.picture(asked, faults)
    plan = None
    try:
        plan = wishes.plan_of(asked, {"worlds": worlds, **wishes.said(asked, faults)})
        what.check(plan, draws)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    assert plan is not None  # what leaves it out has been raised
    start = time.perf_counter()
    with watched(asked) as watch:
        found = what.contrasts(plan, draws, progress=watch.advance, announce=watch.say)
    seconds = time.perf_counter() - start
    if picture:
        from kennan.plots.contrasts import contrasts

        files.save(contrasts(found), picture, asked.force)
    if asked.json:
        return as_json({**found.as_dict(), "seconds": round(seconds, 3), "picture": asked.picture})
    if not asked.quiet:
        _print(found)
        size = f"{found.draws} draws of {found.numbers} numbers, {found.worlds} worlds each"
        print(f"\n{size}, {len(plan.policies)} policies in {seconds:.1f} s")
        if picture:
            print(f"picture: {picture}")
    return 0


def _print(found: Contrasts) -> None:
    from kennan.cli import tables
    from kennan.records import summary

    to = tables.console()
    columns = ["against", "year", "better", "worse", "alike", "middle draw", "net", "any weights", "leans on"]
    rows = [_row(one, found) for one in found.contrasts]
    first = found.plan.policies[0].name
    title = f"{first}: of 100 draws of every number, those in which it ends better, on the same luck"
    tables.show(to, title, columns, rows, 1)
    print(
        "middle draw: of 100 pairs of worlds better / worse / same; net: better less worse in nine draws of ten"
    )
    print(
        "any weights: draws in which no weighing of the endings turns it; leans on: rank correlation with net"
    )
    print()
    for other in dict.fromkeys(one.other for one in found.contrasts):
        print(found.sentence(other))
    shares = [
        [
            one.policy,
            summary.TITLES[one.outcome],
            _hundred(one.middle),
            f"{_hundred(one.low)} to {_hundred(one.high)}",
        ]
        for one in found.spreads
        if one.high > 0
    ]
    title = f"Endings after {found.plan.years} years: worlds in 100, over draws"
    tables.show(to, title, ["policy", "ending", "middle draw", "nine draws of ten"], shares, 2)
    parts = found.parts
    print(
        f"of the differences between worlds {_hundred(parts.numbers)} in 100 are due to the numbers, "
        f"{_hundred(parts.policy)} to the policy, {_hundred(parts.luck)} to luck"
    )


def _row(one: Contrast, found: Contrasts) -> list[str]:
    rate = lambda n: _hundred(n / found.draws)  # noqa: E731
    return [
        one.other,
        str(one.year),
        rate(one.better),
        rate(one.worse),
        rate(one.alike),
        " / ".join(map(str, one.pairs)),
        f"{one.net[0]:+.0f} to {one.net[2]:+.0f}",
        rate(one.dominant),
        ", ".join(f"{name} ({size:+.2f})" for name, size in one.leans_on) or "–",
    ]


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"
