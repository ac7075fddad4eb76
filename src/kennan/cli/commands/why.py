"""``kennan why``: what made two runs differ, link by link, with the passages."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, wishes
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults
from kennan.records import layout, work

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.ledger.why.data import Why

WORLDS = 200  # of a comparison that is simulated straight away
ROWS = 14  # differences shown in the table
STRAIGHT = ("policy", "vs", "scenario", "worlds", "years", "seed", "parameters")


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan why``."""
    put = parser.add_argument
    put("runs", nargs="*", metavar="RUN", help="two run folders on the same luck, or one of several policies")
    put("--policies", nargs=2, metavar="NAME", help="which policy of each run, or which two of one")
    put("--quantity", action="append", metavar="NAME,...", help="explain this (default: what differs most)")
    put(
        "--at",
        metavar="MONTH",
        help="month at which differences are explained, such as 1965-01 (default: the end)",
    )
    put("--linked", metavar="N", help="worlds in which links are measured (default: 16)")
    put("--picture", metavar="FILE", help="draw the chain: a .png, .svg or .pdf")
    put("--force", action="store_true", help="replace an earlier picture")
    put("--quiet", action="store_true", help="no progress, no tables; faults are still said")
    shared.json(parser)
    straight = parser.add_argument_group("without a run: simulate two policies straight away")
    put = straight.add_argument
    put("--policy", metavar="NAME", help="what the open power does: a name, or your own TOML file")
    put("--vs", metavar="NAME", help="the policy that it is compared with")
    put("--scenario", metavar="NAME", help="world at the start, or a folder (default: x-1947)")
    put("--worlds", metavar="N", help="possible histories for each (default: 200)")
    put("--years", metavar="N", help="how long (default: 45)")
    put("--seed", metavar="N", help="chooses the luck (default: 47)")
    put("--parameters", metavar="WHICH", help="drawn, each world its own (default); median; or a TOML file")
    shared.extensions(straight)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan why``."""
    first, second, plan, linked, picture = _checked(asked)
    from kennan.ledger.why import why

    if plan is not None:
        with watched(asked, total=plan.histories) as watch:
            first = work.gather(plan, watch)
    with watched(asked, "hybrid worlds") as watch:
        found = why(
            first,
            second,
            policies=asked.policies or (),
            wanted=wishes.split(asked.quantity or []),
            at=asked.at,
            linked=linked,
            progress=watch.advance,
            announce=watch.say,
        )
    if picture:
        from kennan.plots import chain

        files.save(chain.draw(found), picture, asked.force)
    if asked.json:
        return as_json(found.as_dict())
    if asked.quiet:
        return 0
    _print(found)
    if asked.picture:
        print(f"picture: {asked.picture}")
    return 0


def _checked(asked: argparse.Namespace) -> tuple[Any, Any, Plan | None, int, Path | None]:
    """Return the two runs, or the plan of what has to be simulated first; everything is checked beforehand."""
    from kennan.engine.plan import Plan

    faults = Faults()
    straight = {name: getattr(asked, name) for name in STRAIGHT if getattr(asked, name) is not None}
    if asked.runs and straight:
        said = ", ".join(f"--{name}" for name in straight)
        faults.add(f"{said} and run folders contradict each other", do="name runs, or --policy and --vs")
    elif len(asked.runs) > 2:
        faults.add(f"{len(asked.runs)} runs are named", allowed="two runs, or one run of several policies")
    elif not asked.runs and not (asked.policy and asked.vs):
        faults.add(
            "nothing is named to compare", allowed="two runs, one run of two policies, or --policy and --vs"
        )
    plan: Plan | None = None
    if not asked.runs and not faults.found:
        given: dict[str, Any] = {"policies": (asked.policy, asked.vs), "worlds": WORLDS}
        given |= {n: wishes._whole(v) for n, v in straight.items() if n in wishes.WHOLE}
        given |= {n: straight[n] for n in ("scenario", "parameters") if n in straight}
        try:
            plan = Plan(**given)
        except BadInput as error:
            faults.take(error)
    for one in asked.runs:
        try:
            layout.demand_complete(one)
        except BadInput as error:
            faults.take(error)
    from kennan.ledger.why.data import LINKED

    linked = wishes._whole(asked.linked or str(LINKED))
    if not isinstance(linked, int):
        faults.add(f"{asked.linked!r} is not a whole number", where="--linked", allowed="8 to 1024")
    picture = files.picture(asked, faults)
    faults.raise_if_any()
    return *(*asked.runs, None, None)[:2], plan, int(linked), picture


def _print(found: Why) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from kennan.cli import tables
    from kennan.records.summary import TITLES, in_hundred, said, whole

    to = tables.console()
    if found.outcomes:
        names = [one.outcome for one in found.outcomes]
        a = dict(zip(names, in_hundred([one.a for one in found.outcomes]), strict=True))
        b = dict(zip(names, in_hundred([one.b for one in found.outcomes]), strict=True))
        rows = [
            [TITLES[one.outcome], said(one.a, a[one.outcome]), said(one.b, b[one.outcome]),
             _gap(a[one.outcome] - b[one.outcome], one.clear, 0), f"{whole(one.low):+d} to {whole(one.high):+d}"]
            for one in found.outcomes
        ]  # fmt: skip
        title = (
            f"Worlds in 100, over {found.worlds:,} pairs on the same luck; intervals of 95 % for all "
            f"{len(found.outcomes)} together"
        )
        tables.show(to, title, ["", found.a, found.b, "difference", "interval"], rows, 4)
    shown = found.differences[:ROWS]
    rows = [
        [one.quantity, one.since, f"{one.a:.3g}", f"{one.b:.3g}", _gap(one.difference, one.clear, 3),
         f"{one.low:+.3g} to {one.high:+.3g}" if one.high > one.low else "the same in all pairs"]
        for one in shown
    ]  # fmt: skip
    title = (
        f"What differs in the year to {found.at}; intervals of 95 % for all {len(found.differences)} together"
    )
    tables.show(to, title, ["", "set in", found.a, found.b, "difference", "interval"], rows, 4)
    to.print(Text(f"{tables.CLEAR} clear of 0: the interval lies on one side of it", style="dim"))
    for one in found.explanations:
        to.print(Text(f"\nWhy {one.quantity.replace('_', ' ')} differs", style="bold"))
        for sentence in one.sentences:
            for place, words in enumerate(_lines(sentence)):
                to.print(Padding(Text(words), (0, 0, 0, 6 if place else 2), expand=False))
    to.print(
        f"\nShares were measured by exchanging each link in {found.worlds_linked} of the worlds; "
        f"95 % intervals in brackets. {found.seconds:.1f} s.",
        style="dim",
    )


def _lines(sentence: str) -> list[str]:
    """Return a sentence with each of its links in a line of its own."""
    head, colon, rest = sentence.partition(": ")
    return [head + colon.rstrip(), *(f"{words}" for words in rest.split("; ") if words)]


def _gap(value: float, clear: bool, digits: int) -> Any:
    from kennan.cli.tables import starred

    return starred(f"{value:+.{digits}g}" if digits else f"{value:+.0f}", clear)
