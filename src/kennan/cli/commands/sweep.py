"""``kennan sweep``: which assumptions decide the outcome."""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared, wishes
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Faults

if TYPE_CHECKING:
    from kennan.engine.plan import Plan
    from kennan.experiments.sweep import Found, Sweep

WORLDS, TOP = 16, 10
NONE = "–"  # what is not told: 0 of 0, or an interval where all rows agree


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan sweep``."""
    parser.add_argument(
        "scenario",
        nargs="?",
        metavar="SCENARIO",
        help="the start: a name, or a folder (default: x-1947)",
    )
    to = parser.add_argument_group("what is varied")
    to.add_argument("--method", metavar="NAME", default="morris", help="morris (default) or sobol")
    to.add_argument(
        "--over",
        action="append",
        metavar="NAME,...",
        help="strengths (default), parameters, levers, all, or names; may be repeated",
    )
    to.add_argument(
        "--between", metavar="A,B", help="part of each prior, as probabilities (default: 0.05,0.95)"
    )
    to.add_argument("--trajectories", metavar="N", help="morris: trajectories (default: 20)")
    to.add_argument("--rows", metavar="N", help="sobol: base rows, a power of two (default: 64)")
    shared.results(parser)
    shared.rows(
        parser, worlds="worlds a row, the same ones in all (default: 16)", parameters="median (default)"
    )
    to.add_argument("--top", metavar="N", help="lines in tables and bars in pictures (default: 10)")
    shared.ending(
        parser, "a folder for rows and results; the same command goes on with a sweep that was stopped"
    )


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan sweep``."""
    from kennan.experiments import factors, sweep

    faults = Faults()
    plan = plan_of(asked, {"worlds": WORLDS, "parameters": "median"}, faults)
    between = _between(asked.between, factors.BETWEEN, faults)
    other = "trajectories" if asked.method == "sobol" else "rows"
    if getattr(asked, other) is not None:
        belongs = "morris" if other == "trajectories" else "sobol"
        faults.add(f"--{other} belongs to --method {belongs}", do="leave it out")
    size = whole(asked, "rows" if asked.method == "sobol" else "trajectories", None, faults)
    top = whole(asked, "top", TOP, faults)
    picture = files.picture(asked, faults)
    files.folder(asked, "out", faults)
    wanted: dict[str, Any] = {
        "method": asked.method,
        "over": wishes.split(asked.over or ["strengths"]),
        "outcomes": wishes.split(asked.outcome or []),
        "quantities": wishes.split(asked.quantity or []),
        "between": between,
    }
    default = sweep.ROWS if asked.method == "sobol" else sweep.TRAJECTORIES
    checked = plan or stand_in("median")
    sweep.with_faults(faults, lambda: sweep.check(checked, **wanted, size=size or default))
    faults.raise_if_any()
    assert plan is not None  # what leaves it out has been raised
    start = time.perf_counter()
    with watched(asked) as watch, going_on(asked):
        found = sweep.sweep(
            plan,
            **wanted,
            size=size,
            out=asked.out,
            force=asked.force,
            progress=watch.advance,
            announce=watch.say,
        )
    seconds = time.perf_counter() - start
    if picture:
        from kennan.plots import sensitivity

        files.save(sensitivity.bars(found, top or TOP), picture, asked.force)
    if asked.json:
        return as_json(
            {**found.as_dict(), "seconds": round(seconds, 3), "out": asked.out, "picture": asked.picture}
        )
    if not asked.quiet:
        _print(found, top or TOP)
        last_line(asked, f"{found.rows:,} rows of {plan.worlds} worlds in {seconds:.1f} s")
    return 0


def plan_of(asked: argparse.Namespace, otherwise: dict[str, Any], faults: Faults) -> Plan | None:
    """Return the plan that rows share, from the options; faults are noted."""
    given = {**otherwise, **wishes.said(asked, faults)}
    if len(given.get("policies", ())) > 1:
        faults.add("an experiment has exactly one policy", where="--policy", do="one command a policy")
    try:
        return wishes.plan_of(asked, given)
    except BadInput as error:
        faults.take(error)
        return None


def stand_in(parameters: str) -> Plan:
    """Return a sound plan, with which the other wishes can be checked when the plan's own are unsound."""
    from kennan.engine.plan import Plan

    return Plan.build(parameters=parameters)


def whole(
    asked: argparse.Namespace, name: str, otherwise: int | None, faults: Faults, least: int = 1
) -> int | None:
    """Return a whole number that was typed, or what stands for it; faults are noted."""
    words = getattr(asked, name)
    if words is None:
        return otherwise
    try:
        number = int(words)
    except ValueError:
        number = least - 1
    if number < least:
        option = "--" + name.replace("_", "-")
        faults.add(f"{words!r} cannot be taken", where=option, allowed=f"a whole number from {least:,}")
        return otherwise
    return number


def fraction(words: str | None, option: str, otherwise: float, faults: Faults) -> float:
    """Return a number from 0 to 1 that was typed; faults are noted."""
    if words is None:
        return otherwise
    try:
        number = float(words)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        faults.add(f"{words!r} cannot be taken", where=option, allowed="a number from 0 to 1")
        return otherwise
    return number


class going_on:  # noqa: N801  (a context, read as words)
    """Say, when Ctrl-C stops it, how the sweep goes on."""

    def __init__(self, asked: argparse.Namespace):
        self.out = asked.out

    def __enter__(self) -> None:
        """Begin."""

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        """Pass on the stop with a word to it."""
        if kind is KeyboardInterrupt and self.out:
            raise KeyboardInterrupt(f"the same command goes on where it stopped ({self.out})") from None


def last_line(asked: argparse.Namespace, said: str) -> None:
    """Print how long it took, and where everything lies."""
    print(f"\n{said}")
    if asked.out:
        print(f"folder:  {asked.out}")
    if asked.picture:
        print(f"picture: {asked.picture}")


def _between(words: str | None, otherwise: tuple[float, float], faults: Faults) -> tuple[float, float]:
    if words is None:
        return otherwise
    try:
        low, high = (float(part) for part in words.split(","))
    except ValueError:
        faults.add(f"{words!r} is not two numbers", where="--between", allowed="two probabilities: 0.05,0.95")
        return otherwise
    return low, high


def _print(found: Sweep, top: int) -> None:
    """Print a table and sentences for each result, and the passages behind what decides."""
    from rich.text import Text

    from kennan import scenarios
    from kennan.cli import tables
    from kennan.experiments import words

    to = tables.console()
    low, high = (f"{100 * p:g}" for p in found.between)
    many = f"{len(found.factors)} numbers varied"
    to.print(f"{found.plan.describe()}; {many} from the {low} to the {high} % point of their priors")
    for one in found.found:
        title = f"{one.measure.title[0].upper()}{one.measure.title[1:]}: {words.level(one)}"
        if one.high > one.low:
            columns, lines, numbers = _lines(found, one, top)
            tables.show(to, title, columns, lines, numbers)
        else:
            to.print(Text(f"\n{title}", style="bold"))
        for said in (words.decides(found, one), words.luck(found, one)):
            if said:
                to.print(Text(words.sentence(said)))
    telling = [one for one in found.found if words.tells(one)]
    first = [entry.name for one in telling for entry in (one.effects or one.parts)[:2]]
    if not first:
        return
    tell = scenarios.load(found.plan.scenario).words.tell
    deciding = [found.factor(name) for name in dict.fromkeys(first)]
    to.print(Text(f"\n{words.behind(deciding, 'those that decide most')}", style="bold"))
    for factor in deciding:
        to.print(Text(f"{factor.name}: {tell(factor.sentence)}"))
        for number, paraphrase in words.passages(factor.passages):
            to.print(Text(f"    {number}  {paraphrase}", style="dim"))


def _with_ends(value: float | None, low: float | None, high: float | None) -> list[str]:
    """Return a share and its interval as two cells."""
    ends = NONE if low is None or high is None else f"{low:.2f} to {high:.2f}"
    return [NONE if value is None else f"{value:.2f}", ends]


def _lines(found: Sweep, one: Found, top: int) -> tuple[list[str], list[list[str]], int]:
    """Return a table of one result: heads, lines, and how many columns are numbers."""
    from kennan.experiments import words

    def range_of(name: str) -> list[str]:
        return [f"{end:.3g}" for end in found.factor(name).ends]

    def behind(name: str) -> str:
        return ", ".join(found.factor(name).passages)

    if one.parts:
        heads = ["", "passages", "from", "to", "in all", "90 % interval", "alone", "90 % interval"]
        rows = [
            [
                part.name,
                behind(part.name),
                *range_of(part.name),
                *_with_ends(part.total, part.total_low, part.total_high),
                *_with_ends(part.alone, part.alone_low, part.alone_high),
            ]
            for part in one.parts[:top]
        ]
        return heads, rows, 6
    size = 100 if one.measure.share else 1
    say = (lambda v: f"{size * v:.1f}") if one.measure.share else (lambda v: f"{v:.3g}")
    heads = [
        "",
        "passages",
        "from",
        "to",
        "moves by\n(mu*)",
        "90 % interval",
        "way",
        "spread\n(sigma)",
        "luck",
    ]
    lines = [
        [
            effect.name,
            behind(effect.name),
            *range_of(effect.name),
            say(effect.size),
            NONE if effect.low is None or effect.high is None else f"{say(effect.low)} to {say(effect.high)}",
            words.direction(effect),
            say(effect.spread),
            "" if effect.luck is None else words.percent(effect.luck),
        ]
        for effect in one.effects[:top]
    ]
    return heads, lines, 7
