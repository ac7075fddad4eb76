"""What ``kennan verify`` prints for people."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from kennan.cli import tables
from kennan.cli.tables import Console
from kennan.faults import digits
from kennan.ledger.findings import CheckResult, ClaimResult, Finding, Ledger, number
from kennan.ledger.null import Null
from kennan.ledger.predicates import CONTRARY, NOT_DECIDED, NOT_SHOWN, SHOWN
from kennan.ledger.sabotaging import Sabotages

STYLES = {SHOWN: "green", NOT_SHOWN: "yellow", CONTRARY: "bold red", NOT_DECIDED: "cyan"}
NAMES = {
    "with": "", "without": "without: ", "gap": "gap: ", "factor": "factor: ", "steps": "step: ", "ends": "ends: ",
}  # fmt: skip


def verdicts(found: Ledger, named: bool = False) -> None:
    """Print the table of claims and what came of them."""
    to = tables.console()
    rows = [row for claim in found.claims for row in _rows(claim)]
    claims = "1 claim" if len(found.claims) == 1 else f"{len(found.claims)} claims"
    title = f"Fidelity of {claims}: does the program do what the text says?"
    tables.show(to, title, ["claim", "compared", "expected", "measured (interval)", "verdict"], rows)
    _close(to, found)
    if named:
        to.print(Text("--explain tells more; --picture FILE.svg draws one claim.", style="dim"))


def _rows(claim: ClaimResult) -> Iterable[list[Text | str]]:
    if not claim.checks:
        yield [_head(claim), claim.reason, "", "", _verdict(claim.verdict)]
        return
    first = True
    for check in claim.checks:
        for k, finding in enumerate(check.findings):
            yield [
                _head(claim) if first else "",
                check.says if k == 0 else "",
                expected(finding),
                finding.measured,
                _verdict(claim.verdict) if first and len(_all(claim)) == 1 else _verdict(finding.verdict),
            ]
            first = False
    if len(_all(claim)) > 1:
        yield ["", Text("all of it", style="dim"), "", "", _verdict(claim.verdict)]


def _all(claim: ClaimResult) -> list[Finding]:
    return [finding for check in claim.checks for finding in check.findings]


def _head(claim: ClaimResult) -> Text:
    number, _, words = claim.id.partition("-")
    text = Text(f"{number} {words}" if words else number)
    if len(claim.passages) > 1:
        text.append(f"\n({', '.join(claim.passages)})", style="dim")
    return text


def expected(finding: Finding) -> str:
    """Return what was expected of a number, in a few words."""
    return NAMES[finding.name] + finding.expected


def _verdict(verdict: str) -> Text:
    return Text(verdict, style=STYLES.get(verdict, "dim"))


def _close(to: Console, found: Ledger) -> None:
    counts = Text("\n")
    for i, (verdict, count) in enumerate(found.counts.items()):
        counts.append(f"{', ' if i else ''}{count} ").append(verdict, style=STYLES.get(verdict, "dim"))
    to.print(counts)
    to.print(Text(certainty(found), style="dim"))
    cost = (
        f"{found.worlds:,} worlds in {found.experiments:,} experiments on the same luck (seed {found.seed})"
    )
    to.print(Text(f"{cost}, {found.seconds:.0f} s.", style="dim"))


def certainty(found: Ledger) -> str:
    """Say how sure the intervals are, one by one and all together."""
    if found.family == 1:
        return f"Intervals are {100 * found.level:.4g} % sure."
    return (
        f"Each interval is {100 * found.level:.5g} % sure, so that all {found.family} together, and with them every "
        f"verdict, are {100 * found.sure:.4g} % sure (Bonferroni)."
    )


def explain(found: Ledger) -> None:
    """Print each claim at length: from the sentence to the code that carries it."""
    to = tables.console()
    for claim in found.claims:
        to.print(Text(f"\n{claim.id}", style="bold").append("  ").append_text(_verdict(claim.verdict)))
        for words in _about(claim):
            to.print(words)
        for check in claim.checks:
            _explain(to, check)
        if claim.mechanisms:
            _carried_by(to, claim)
    _close(to, found)


def _about(claim: ClaimResult) -> Iterable[str]:
    from kennan import article

    yield f"Says: {claim.paraphrase}"
    for name in claim.passages:
        passage = article.passages()[name]
        yield f"Passage {name} (begins “{passage.opening}”): {passage.paraphrase}"
    if claim.signature:
        yield f"A run must show: {claim.signature}"
    yield f"Refuted by: {claim.falsifier}"
    if claim.reason:
        yield f"Cannot be tested: {claim.reason}"


def _explain(to: Console, check: CheckResult) -> None:
    off = f"; off for comparison: {', '.join(check.without)}" if check.without else ""
    title = f"Check {check.number}: {check.says} ({check.compare}, {check.years} years, {check.worlds} worlds{off})"
    columns = ["arm", "value", *(["without"] if check.without else [])]
    rows = [[w, number(v), *([number(o)] if check.without else [])] for w, v, o in check.arms]
    tables.show(to, title, columns, rows, len(columns) - 1)
    rows_of = [
        [expected(f) if f.name != "with" else f"with: {f.expected}", f.measured, _verdict(f.verdict)]
        for f in check.findings
    ]
    tables.show(to, "", ["expected", "measured (interval)", "verdict"], rows_of)
    to.print(Text(check.place, style="dim"))


def _carried_by(to: Console, claim: ClaimResult) -> None:
    """Name the files that carry a claim: equations, and numbers with their line."""
    from kennan.model import parameters

    register = parameters.strengths()
    rows = []
    for name in claim.mechanisms:
        p = register[name]
        files = f"{parameters.code_of(p)}\n{parameters.folder_of(p)}{parameters.file_of(p)}:{p.line}"
        rows.append([name, digits(p.value), p.sentence, files])
    tables.show(to, "Carried by", ["mechanism", "strength", "what it does", "where"], rows)


def sabotage(found: Sabotages) -> None:
    """Print what each mechanism's absence and reversal do to the claims that name it."""
    to = tables.console()
    rows = []
    for trial in found.mechanisms:
        for k, hit in enumerate(trial.hits or (None,)):
            head: str | Text = trial.mechanism if k == 0 else ""
            if hit is None:
                rows.append([head, Text("no claim names it", style="bold red"), "", "", ""])
                continue
            rows.append([head, hit.claim, *map(_verdict, (hit.usual, hit.out, hit.reversed))])
    columns = ["mechanism", "claim", "as shipped", "taken out", "reversed"]
    tables.show(to, "Sabotage: what the ledger notices", columns, rows)
    missed = [t for t in found.mechanisms if not (t.fails and t.turns)]
    to.print(
        f"\n{len(found.mechanisms) - len(missed)} of {len(found.mechanisms)} mechanisms: a claim fails without it, "
        f"and one turns contrary with it reversed ({found.experiments:,} experiments, {found.worlds:,} worlds, "
        f"{found.seconds:.0f} s)."
    )
    for trial in missed:
        lacks = [
            w
            for w, there in (("no claim fails without it", trial.fails), ("none turns contrary", trial.turns))
            if not there
        ]
        to.print(Text(f"  {trial.mechanism}: {', '.join(lacks)}", style="yellow"))


def null(found: Null) -> None:
    """Print which checks a theory in which nothing leads to anything passes, and how often."""
    to = tables.console()
    rows: list[list[Text | str]] = []
    for one in found.empty:
        head = one.claim if not rows or rows[-1][0] != one.claim else ""
        rows.append([head, f"{one.number}: {one.says}", f"{one.passes} of {one.times}"])
    if rows:
        title = "Passed by the null theory: true or not, these checks show nothing"
        tables.show(to, title, ["claim", "check", "passes"], rows)
    several = f"{found.times} theories" if found.times > 1 else "one theory"
    to.print(
        f"\n{len(found.empty)} of {len(found.checks)} checks are passed by more than one in five of {several} without "
        "links, in which each step of the month lives in another world: they are no evidence."
    )
    cost = f"Made of {found.worlds:,} worlds under {len(found.policies)} policies (seed {found.seed})"
    to.print(Text(f"{cost}, {found.seconds:.0f} s.", style="dim"))
