"""Write docs/explanation/ledger.md from docs/ledger.json, the table of derived quantities in the page on claims, and
the copy of the ledger that the package carries for its page.

    kennan verify --out docs/ledger.json --quiet
    python docs/make_ledger.py

A test holds the committed pages to what this prints.
"""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

from kennan.engine.version import ENGINE_VERSION
from kennan.ledger import derived, findings
from kennan.reading import ledgers

DOCS = Path(__file__).parent
DATA, PAGE, CLAIMS = (
    DOCS / "ledger.json",
    DOCS / "explanation" / "ledger.md",
    DOCS / "reference" / "claims.md",
)
COPY = Path(ledgers.__file__).with_name("fidelity.json")
PARTS = {
    "I": "Part I: where the conduct comes from",
    "II": "Part II: the conduct",
    "III": "Part III: what it may come to",
    "IV": "Part IV: what the open power is and does",
}
TABLE = "| claim | compared | expected | measured (interval) | verdict |\n|---|---|---|---|---|\n"
HEAD = """# The fidelity ledger

Written by `docs/make_ledger.py` from `docs/ledger.json`, which is what `kennan verify --json` printed; do not edit this
page by hand. The ledger asks whether the program does what the text says, not whether the text is true. How a claim
is tested, and what a verdict means: [claims](../reference/claims.md). One claim at length:
`kennan verify CLAIM --explain`.

"""


def page(data: dict[str, Any]) -> str:
    """Return the page of the ledger."""
    counts = ", ".join(f"{n} *{verdict}*" for verdict, n in data["counts"].items())
    text = HEAD + (
        f"{len(data['claims'])} claims: {counts}. {data['worlds']:,} worlds in {data['experiments']:,} experiments "
        f"on the same luck (seed {data['seed']}); all {data['family']} intervals hold together with "
        f"{data['sure']:.0%} certainty, each with {100 * data['level']:.5g} %.\n"
    )
    text += beside(data)
    for part, title in PARTS.items():
        text += f"\n## {title}\n\n{TABLE}"
        for claim in data["claims"]:
            if claim["id"].split(".")[0] == part:
                text += "".join(rows(claim))
    return text


def beside(data: dict[str, Any]) -> str:
    """Return the list of claims that are not shown."""
    others = [c for c in data["claims"] if c["verdict"] not in ("shown", "cannot be tested")]
    if not others:
        return ""
    lines = [f"* `{c['id']}` is *{c['verdict']}*. It would be refuted by: {c['falsifier']}\n" for c in others]
    return "\nNot shown, contrary or not decided:\n\n" + "".join(lines)


def rows(claim: dict[str, Any]) -> list[str]:
    """Return the lines of one claim in its table."""
    head = f"**{claim['id']}** ({', '.join(claim['passages'])}) {claim['paraphrase']}"
    if not claim["checks"]:
        return [f"| {head} | {cell(claim['reason'])} | | | *{claim['verdict']}* |\n"]
    made = []
    for check in claim["checks"]:
        for k, finding in enumerate(check["findings"]):
            name = "" if finding["name"] == "with" else f"{finding['name']}: "
            measured = findings.measured(
                *(_ended(finding, key) for key in ("value", "low", "high")), finding["note"]
            )
            says = cell(check["says"]) if k == 0 else ""
            made.append(
                f"| {cell(head) if not made else ''} | {says} | {name}{finding['expected']} | {measured} "
                f"| *{finding['verdict']}* |\n"
            )
    return made


def _ended(finding: dict[str, Any], key: str) -> float:
    """Return a number of a finding; what JSON could not hold was infinite."""
    value = finding[key]
    return float("inf") if value is None else float(value)


def cell(text: str) -> str:
    """Return text that does not break a table."""
    return text.replace("|", "\\|").replace("\n", " ")


def derived_table() -> str:
    """Return the table of derived quantities."""
    lines = ["| quantity | what it is | unit | every |", "|---|---|---|---|"]
    lines += [f"| `{q.name}` | {cell(q.sentence)} | {q.unit} | {q.every} |" for q in derived.load().values()]
    return "\n".join(lines)


def filled(text: str) -> str:
    """Return the page on claims with the table of derived quantities as it is now."""
    pattern = r"(<!-- derived:begin -->\n).*?(<!-- derived:end -->)"
    return re.sub(pattern, lambda m: f"{m[1]}\n{derived_table()}\n\n{m[2]}", text, flags=re.DOTALL)


def copy(data: dict[str, Any]) -> str:
    """Return the ledger as the package carries it; the day stays while the verdicts and numbers do."""
    today = datetime.date.today().isoformat()
    try:
        before = str(ledgers.fidelity()["made"])
    except (OSError, KeyError, ValueError):
        before = today
    same = ledgers.text(ledgers.compact(data, ENGINE_VERSION, before))
    if COPY.exists() and COPY.read_text(encoding="utf-8") == same:
        return same
    return ledgers.text(ledgers.compact(data, ENGINE_VERSION, today))


def main() -> None:
    """Write both pages and the copy."""
    data = json.loads(DATA.read_text(encoding="utf-8"))
    PAGE.write_text(page(data), encoding="utf-8")
    COPY.write_text(copy(data), encoding="utf-8", newline="\n")
    CLAIMS.write_text(filled(CLAIMS.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
