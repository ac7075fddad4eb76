"""``kennan verify``: test the article's claims, or one's own, and say what came of it."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.cli import files, shared
from kennan.cli.output import as_json, watched
from kennan.faults import BadInput, Fault, Faults, nearest

if TYPE_CHECKING:
    from kennan.ledger.findings import Ledger


def add(parser: argparse.ArgumentParser) -> None:
    """Add the options of ``kennan verify``."""
    say = parser.add_argument
    say("claims", nargs="*", metavar="CLAIM", help="claims by id, or paragraphs such as II.10 (default: all)")
    say("--claims", dest="file", metavar="FILE", help="your own claims file instead of the article's")
    say("--quick", action="store_true", help="at most 256 worlds for each check")
    say("--worlds", metavar="N", help="this many worlds for each check instead of its own number")
    say("--seed", metavar="N", help="chooses the luck (default: 47)")
    say("--parameters", metavar="WHICH", help="median or drawn for every check (default: as each check says)")
    say(
        "--explain",
        action="store_true",
        help="each claim at length: arms, intervals, passages, the code that carries it",
    )
    say(
        "--picture",
        metavar="FILE",
        help="draw one claim with and without its mechanisms (.svg, .png or .pdf)",
    )
    say(
        "--sabotage",
        nargs="*",
        metavar="MECHANISM",
        help="take mechanisms out and reverse them: which claims fail, which turn contrary (default: all)",
    )
    say(
        "--null",
        nargs="?",
        const="10",
        metavar="TIMES",
        help="hold the checks against a theory in which nothing leads to anything: what passes shows nothing "
        "(default: 10 such theories)",
    )
    shared.extensions(parser)
    say("--strict", action="store_true", help="exit 1 also when all claims were tested and one does not hold")
    say("--out", metavar="FILE", help="write the JSON to this file as well")
    say("--force", action="store_true", help="replace earlier files of these names")
    say("--quiet", action="store_true", help="no progress, no tables; the exit code says it")
    shared.json(parser)


def run(asked: argparse.Namespace) -> int:
    """Carry out ``kennan verify``; 1 when a claim that was asked for by name does not hold."""
    from kennan import ledger
    from kennan.ledger.predicates import CONTRARY, NOT_SHOWN
    from kennan.ledger.verifying import choose

    faults = Faults()
    given = wishes(asked, faults)
    picture = files.picture(asked, faults)
    out = files.file(asked, "out", faults)
    if asked.sabotage is not None and (asked.claims or asked.explain or picture):
        faults.add(
            "--sabotage tries all claims that name a mechanism",
            do="leave out claims, --explain and --picture",
        )
    times = _times(asked, bool(picture), faults)
    faults.raise_if_any()
    if asked.sabotage is not None:
        return _sabotage(asked, given, out)
    if times:
        return _null(asked, times, given, out)
    chosen = choose(ledger.load(asked.file), asked.claims)
    if picture and len(chosen) != 1:
        raise BadInput(
            Fault(
                "a picture shows one claim",
                "--picture",
                do="name one claim: kennan verify CLAIM --picture FILE",
            )
        )
    with watched(asked, "worlds of all experiments") as watch:
        found = ledger.verify(
            asked.claims,
            claims=asked.file,
            quick=asked.quick,
            progress=watch.advance,
            announce=watch.say,
            **given,
        )
    _put(found.as_dict(), asked, out)
    if not asked.json and not asked.quiet:
        from kennan.cli import verify_tables

        if asked.explain:
            verify_tables.explain(found)
        else:
            verify_tables.verdicts(found, named=bool(asked.claims))
    if picture:
        _draw(found, asked, given, picture)
    asked_for = asked.strict or asked.claims or asked.file
    return int(bool(asked_for) and any(c.verdict in (NOT_SHOWN, CONTRARY) for c in found.claims))


def wishes(asked: argparse.Namespace, faults: Faults) -> dict[str, Any]:
    """Return worlds, seed and parameters as asked for; note every fault."""
    given: dict[str, Any] = {}
    for name, low, high in (("worlds", 2, 100_000), ("seed", 0, 2**63 - 1)):
        if (text := getattr(asked, name)) is not None:
            given[name] = _whole(name, text, low, high, faults)
    if asked.parameters is not None:
        if asked.parameters not in ("median", "drawn"):
            near = nearest(asked.parameters, ("median", "drawn"))
            what = f"parameters is {asked.parameters!r}"
            faults.add(what, where="--parameters", allowed="median, drawn", nearest=near)
        given["parameters"] = asked.parameters
    return given


def _times(asked: argparse.Namespace, picture: bool, faults: Faults) -> int:
    """Return how many theories without links were asked for, 0 for none; note every fault."""
    if asked.null is None:
        return 0
    if asked.sabotage is not None or asked.explain or picture:
        do = "leave out --sabotage, --explain and --picture"
        faults.add("--null asks what the checks are worth, and shows no verdict", do=do)
    return _whole("null", asked.null, 1, 1000, faults, do="claims stand before --null")


def _whole(name: str, text: str, low: int, high: int, faults: Faults, do: str = "") -> int:
    """Return the whole number that was given for an option; note one that cannot be."""
    try:
        number = int(text)
    except ValueError:
        number = low - 1
    if not low <= number <= high:
        allowed = f"a whole number from {low} to {high:,}"
        faults.add(f"{name} is {text!r}", where=f"--{name}", allowed=allowed, do=do)
    return number


def _null(asked: argparse.Namespace, times: int, given: dict[str, Any], out: Path | None) -> int:
    """Hold checks against the null theory; 1 when one that was asked for by name is no evidence."""
    from kennan.ledger.null import null

    with watched(asked, "worlds to be taken apart") as watch:
        found = null(
            asked.claims, claims=asked.file, times=times, progress=watch.advance, announce=watch.say, **given
        )
    _put(found.as_dict(), asked, out)
    if not asked.json and not asked.quiet:
        from kennan.cli import verify_tables

        verify_tables.null(found)
    return int(bool(asked.strict or asked.claims or asked.file) and bool(found.empty))


def _sabotage(asked: argparse.Namespace, given: dict[str, Any], out: Path | None) -> int:
    from kennan import ledger

    with watched(asked, "worlds under sabotage") as watch:
        found = ledger.sabotage(
            asked.sabotage,
            claims=asked.file,
            quick=asked.quick or None,
            progress=watch.advance,
            announce=watch.say,
            **given,
        )
    _put(found.as_dict(), asked, out)
    if not asked.json and not asked.quiet:
        from kennan.cli import verify_tables

        verify_tables.sabotage(found)
    return int(bool(asked.strict or asked.sabotage) and bool(found.unnoticed))


def _draw(found: Ledger, asked: argparse.Namespace, given: dict[str, Any], path: Path) -> None:
    """Draw the one claim that was asked for."""
    from kennan import ledger, scenarios
    from kennan.ledger.arms import Size
    from kennan.ledger.paths import paths
    from kennan.ledger.verifying import QUICK
    from kennan.plots import claim as drawing

    (claim,) = found.claims
    if not claim.checks:
        raise BadInput(
            Fault(f"{claim.id} cannot be tested, so there is nothing to draw", "--picture", do=claim.reason)
        )
    size = Size(found.seed, given.get("worlds"), QUICK, given.get("parameters"))
    checks = ledger.load(asked.file)[claim.id].checks
    rows = [(result, paths(check, size)) for result, check in zip(claim.checks, checks, strict=True)]
    start = scenarios.load(checks[0].arms[0].experiment.plan.scenario).begins
    files.save(drawing.draw(claim, rows, start), path, asked.force)
    if not asked.quiet and not asked.json:
        print(f"picture: {path}")


def _put(data: dict[str, Any], asked: argparse.Namespace, out: Path | None) -> None:
    if out:
        text = json.dumps(data, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
        with files.written(out, "the JSON", asked.force) as partial:
            partial.write_text(text, encoding="utf-8")
    if asked.json:
        as_json(data)
