"""``kennan odds``: each mechanism off in turn, and what that does to the odds of every outcome."""

from __future__ import annotations

import argparse
import dataclasses
import time
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, wishes
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults

if TYPE_CHECKING:
    from rich.text import Text

    from kennan.ledger.odds import Odds, Shift

TOP = 20


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan odds``."""
    shared.plan(parser, several=False)
    more = parser.add_argument_group("what is asked of it")
    more.add_argument("--only", action="append", metavar="NAME,...", help="only these mechanisms")
    more.add_argument("--outcome", metavar="NAME", help="sort by what rests on this outcome")
    more.add_argument("--top", metavar="N", help="rows of the table (default: 20; 0 for all)")
    more.add_argument("--picture", metavar="FILE", help="draw it: .svg, .png or .pdf")
    more.add_argument("--force", action="store_true", help="replace an earlier picture")
    more.add_argument("--quiet", action="store_true", help="no progress, no table; faults are still said")
    shared.json(more)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan odds``."""
    faults = Faults()
    given = wishes.said(asked, faults)
    top = _top(asked.top, faults)
    path = files.picture(asked, faults)
    only = wishes.split(asked.only or [])
    try:
        plan = wishes.plan_of(asked, given)
        from kennan.ledger import odds

        names = odds.asked(plan, tuple(only), asked.outcome)
    except BadInput as error:
        faults.take(error)
    faults.raise_if_any()
    begun = time.perf_counter()
    with watched(asked, total=(len(names) + 1) * plan.worlds) as watch:
        found = odds.odds(plan, names, asked.outcome, watch.advance, watch.say)
    seconds = time.perf_counter() - begun
    if path:
        from kennan.plots import carried

        files.save(carried.odds(found, asked.outcome), path, asked.force)
    if asked.json:
        return as_json(answer(found, seconds))
    if asked.quiet:
        return 0
    _print(found, asked.outcome, top, seconds)
    if path:
        print(f"picture: {path}")
    return 0


def _top(given: str | None, faults: Faults) -> int:
    if given is None:
        return TOP
    if not given.isdigit():
        faults.add(f"{given!r} is not a number of rows", where="--top", allowed="0 (all) or more")
        return TOP
    return int(given)


def answer(found: Odds, seconds: float) -> dict[str, Any]:
    """Return what ``--json`` prints; see docs/reference/json.md."""
    return {
        "plan": found.plan.as_dict(),
        "seconds": round(seconds, 3),
        "worlds": found.plan.worlds,
        "outcomes": {o: {"share": s.share, "low": s.low, "high": s.high} for o, s in found.shares.items()},
        "mechanisms": [
            {
                "name": c.mechanism,
                "sentence": c.sentence,
                "passages": list(c.passages),
                "claims": list(c.claims),
                "moved": c.moved,
                "outcomes": {
                    o: {k: v for k, v in dataclasses.asdict(s).items() if k != "outcome"}
                    for o, s in c.shifts.items()
                },
            }
            for c in found.carried
        ],
    }


def _print(found: Odds, by: str | None, top: int, seconds: float) -> None:
    from rich.text import Text

    from kennan.cli import tables
    from kennan.cli.tables import CLEAR, OUTCOMES
    from kennan.records.summary import TITLES

    to = tables.console()
    plan, shares = found.plan, found.shares
    policy = plan.policies[0].name
    said = ", ".join(f"{TITLES[o]} {100 * shares[o].share:.0f}" for o in OUTCOMES)
    to.print(Text(plan.describe()))
    to.print(Text(f"with every mechanism on, worlds in 100: {said}"))
    rows = [c for c in found.carried if any(s.clear for s in c.shifts.values())]
    shown = rows[: top or None]
    sort = f"what is moved of {TITLES[by]}" if by else "worlds that end otherwise"
    title = f"Without it: change in worlds of 100, and odds times, under {policy} (sorted by {sort})"
    columns = ["mechanism taken out", "passages", *("\n".join(TITLES[o].split()) for o in OUTCOMES)]
    cells = [
        [
            Text(c.mechanism),
            Text(", ".join(c.passages)),
            *(_cell(c.shifts[o]) for o in OUTCOMES),
        ]
        for c in shown
    ]
    tables.show(to, title, columns, cells, 6)
    rest = len(found.carried) - len(rows)
    to.print(
        Text(
            f"{CLEAR} stands at 95 in 100 with all {6 * len(found.carried)} comparisons tested together (Holm). "
            f"Ranges: 90 % intervals over the worlds. Mechanisms that move no outcome "
            f"that clearly: {rest} of {len(found.carried)}"
            + (f"; {len(rows) - len(shown)} more rows with --top 0" if len(rows) > len(shown) else "")
            + f". {seconds:.0f} s.",
            style="dim",
        )
    )


def _cell(shift: Shift) -> Text:
    from rich.text import Text

    if not shift.clear and abs(shift.difference) < 0.005:
        return Text("·", style="dim")
    from kennan.cli.tables import starred

    cell = starred(f"{100 * shift.difference:+.0f}", shift.clear)
    cell.append(f"\n{100 * shift.low:+.0f} to {100 * shift.high:+.0f} ", style="dim not bold")
    return cell.append(f"\nodds ×{shift.ratio:.2g} ", style="dim not bold")
