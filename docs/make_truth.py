"""Renew what README and page say of the record, from a registered forecast: ``python docs/make_truth.py``.

Nothing is forecast here: ``forecasts/from-1947`` was registered before it was scored, and is read as it lies. It is
scored on 1950 to 1965 with the package's own facts, so that anyone can do the same.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import kennan
from kennan.history.rivals import silent
from kennan.history.score import Scores
from kennan.history.score_skill import Skill
from kennan.plots import record as pictures
from kennan.reading import ledgers

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
FORECAST = DOCS.parent / "forecasts" / "from-1947"
COPY = Path(ledgers.__file__).with_name("truth.json")
YEARS = (1950, 1965)
BESIDE = ("persistence", "drift", "climatology", "nothing_matters", "richardson", "bargaining", "strain")


def table(found: Scores) -> str:
    """Return the skill of the forecast over every other, a row a target, in Markdown."""
    heads = ["forecast", "in the 90 % band", *(name.replace("_", " ") for name in BESIDE)]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * (len(heads) - 1)]
    for name, one in found.targets.items():
        cells = ["" if silent(o, name) else _skill(one.skill.get(o, {}).get("all"), one.unit) for o in BESIDE]
        lines.append(f"| {name.replace('_', ' ')} | {_covered(found, name)} | " + " | ".join(cells) + " |")
    if found.standing:
        cells = [_skill(found.standing.skill.get(other)) for other in BESIDE]
        lines.append("| broken up, mellowed, neither |  | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _covered(found: Scores, name: str) -> str:
    own = found.targets[name].models[found.model]
    wide = [c for c in own.coverage if c.wanted == 90]
    return f"{wide[0].inside} of {wide[0].cells}" if wide else ""


def _skill(skill: Skill | None, unit: str = "") -> str:
    """Return a skill; in its place, after Δ, the difference of scores with its unit where there is no ratio."""
    if skill is None:
        return ""
    if skill.skill is None:
        said = f"Δ {float(f'{skill.difference:.2g}'):f}".rstrip("0").rstrip(".").replace("-", "−")
        said = f"{said} {unit}".rstrip()
    else:
        said = "< −10" if skill.skill < -10 else f"{skill.skill:.2f}".replace("-", "−")
    return said if skill.verdict == "even" else f"{said}\\*"


def losses(found: Scores) -> str:
    """Return the targets in which persistence did better, by name."""
    lost = [
        n
        for n, t in found.targets.items()
        if (s := t.skill.get("persistence", {}).get("all")) and s.difference < 0
    ]
    three = found.standing.skill.get("persistence") if found.standing else None
    told = [name.replace("_", " ") for name in lost]
    return ", ".join(told + ["the three ways together"] * bool(three and three.difference < 0))


def text(found: Scores) -> str:
    """Return what stands between the markers of the README."""
    verdicts = [judged.verdict for judged in found.claims]
    counts = ", ".join(f"{verdicts.count(v)} *{v}*" for v in dict.fromkeys(sorted(verdicts)))
    return (
        f"Skill over each baseline and rival, {YEARS[0]} to {YEARS[1]}: 1 is perfect, 0 no better, below 0 worse; "
        "\\* is clear of 0 nine times in ten. Where a rival has no say the cell is empty: there it forecasts as "
        "*nothing matters* does. Δ is a difference of mean scores (above 0 better) in place of a ratio: the other's "
        "score lies within the record's own error, so that a ratio would divide by next to nothing.\n\n"
        f"{table(found)}\n\n"
        f"It loses to persistence in: {losses(found)}. Claims of the article that the record was asked about: {counts}."
    )


def copy(found: Scores) -> dict[str, Any]:
    """Return the verdicts on all claims as the package carries them for its page."""
    verdicts = [judged.verdict for judged in found.claims]
    short = lambda value: None if value is None else float(f"{value:.3g}")  # noqa: E731
    return {
        "as_of": str(found.forecast.as_of),
        "years": list(found.years),
        "engine_version": str(found.forecast.about["engine_version"]),
        "made": str(found.forecast.about["made"])[:10],
        "members": int(found.forecast.about["members"]),
        "counts": {v: verdicts.count(v) for v in dict.fromkeys(sorted(verdicts))},
        "claims": {
            j.claim: {
                "verdict": j.verdict,
                "reason": j.reason,
                "targets": list(j.targets),
                "gain": short(j.gain),
                "low": short(j.low),
                "high": short(j.high),
            }
            for j in found.claims
        },
    }


def main() -> None:
    """Score the registered forecast; write the picture, the README's table and the package's copy."""
    found = kennan.score(FORECAST, years=YEARS)
    COPY.write_text(ledgers.text(copy(found)), encoding="utf-8", newline="\n")
    pictures.fans(found).savefig(DOCS / "pictures" / "record.png", dpi=100)
    page = README.read_text(encoding="utf-8")
    block = f"<!-- truth:begin -->\n\n{text(found)}\n\n<!-- truth:end -->"
    new, count = re.subn(r"<!-- truth:begin -->.*<!-- truth:end -->", lambda _: block, page, flags=re.DOTALL)
    if count != 1:
        raise SystemExit("README.md has lost its markers truth:begin and truth:end")
    README.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main()
