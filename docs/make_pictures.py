"""Renew the pictures, and the tables of the README, from one run: ``python docs/make_pictures.py``.

Five policies on the same luck: first with parameters drawn from their priors, which is the headline, then with every
parameter at its median. ``--worlds`` says how many (default 1,000; the medians take at most 200).
"""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import kennan
from kennan.records import summary

DOCS = Path(__file__).parent
README = DOCS.parent / "README.md"
PICTURES = DOCS / "pictures"
POLICIES = ("containment", "sporadic", "histrionic", "charm", "withdrawal")
FEWER = 200  # worlds at the medians
LARGEST = 200_000  # bytes of a picture


def shares_table(runs: Any) -> str:
    """Return the shares of the outcomes as a table in Markdown, in worlds of 100 with 90 % intervals."""
    heads = ["", *(summary.TITLES[outcome] for outcome in summary.OUTCOMES)]
    lines = ["| " + " | ".join(heads) + " |", "|---|" + "---:|" * len(summary.OUTCOMES)]
    for name, found in summary.shares(runs).items():
        whole = summary.in_hundred([found[outcome].share for outcome in summary.OUTCOMES])
        cells = [_cell(found[o], number) for o, number in zip(summary.OUTCOMES, whole, strict=True)]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def _cell(share: summary.Share, number: int) -> str:
    return f"{number} ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _whole(share: summary.Share) -> int:
    return int(100 * share.share + 0.5)


def reached_table(runs: Any) -> str:
    """Return how often outcomes were ever reached, and how often lost again, as a table in Markdown."""
    outcomes = summary.OUTCOMES[:5]
    lines = ["| | " + " | ".join(summary.TITLES[o] for o in outcomes) + " |", "|---|" + "---:|" * 5]
    for name, found in summary.ever(runs).items():
        cells = [f"{_whole(found[o].reached)} ({_whole(found[o].left)})" for o in outcomes]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def shares_text(drawn: Any, medians: Any) -> str:
    """Return what stands between the markers of the README."""
    worlds, fewer = drawn.sizes["world"], medians.sizes["world"]
    parts = (
        f"Worlds in 100 that stand so in January 1992, with 90 % intervals, over {worlds:,} worlds for each "
        "policy, seed 47; every world draws its own parameters from the priors:",
        shares_table(drawn),
        "Worlds in 100 that ever reached an outcome (in brackets: and lost it again):",
        reached_table(drawn),
        f"The default run beside it: every parameter at its median, {fewer:,} worlds:",
        shares_table(medians),
    )
    return "\n\n".join(part if part.startswith("|") else textwrap.fill(part, 118) for part in parts)


def calibrated_text() -> str:
    """Return every number that was set so that the model gives a stated result, as a table in Markdown."""
    from kennan import scenarios
    from kennan.model import parameters

    rows = [(p.name, p.value, p.unit, p.source) for p in parameters.load().values() if p.mark == "calibrated"]
    for name in scenarios.names():
        for number in scenarios.load(name).as_table():
            if number["mark"] == "calibrated":
                rows.append((f"{name}: {number['name']}", number["value"], number["unit"], number["source"]))
    lines = ["| number | value | unit | calibrated on |", "|---|---:|---|---|"]
    lines += [f"| `{name}` | {value:g} | {unit} | {source} |" for name, value, unit, source in rows]
    return "\n".join(lines)


def fill(text: str, marker: str, content: str) -> str:
    """Return a text with new content between ``<!-- marker:begin -->`` and ``<!-- marker:end -->``."""
    pattern = rf"(<!-- {marker}:begin -->\n).*?(<!-- {marker}:end -->)"
    filled, count = re.subn(pattern, lambda m: f"{m[1]}\n{content}\n\n{m[2]}", text, flags=re.DOTALL)
    if count != 1:
        raise ValueError(f"the text has {count} places between {marker}:begin and {marker}:end, not 1")
    return filled


def draw(runs: Any, folder: Path) -> list[Path]:
    """Draw the pictures of the README and the tutorial into a folder; return their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = {
        "outcomes": kennan.plots.outcomes(runs),
        "orbit": kennan.plots.fan(runs, "orbit", ["containment", "sporadic"]),
        "star": kennan.plots.decay_and_brilliance(runs, "containment"),
    }
    made = []
    for name, figure in figures.items():
        path = folder / f"{name}.png"
        figure.savefig(path, dpi=130, metadata={"Software": None})
        if path.stat().st_size > LARGEST:
            raise ValueError(f"{path} has {path.stat().st_size:,} bytes; at most {LARGEST:,} are wanted")
        made.append(path)
    return made


def main(words: Sequence[str] | None = None) -> None:
    """Make the runs, draw the pictures, and fill in the tables."""
    parser = argparse.ArgumentParser(description="Renew the pictures and the tables of the README.")
    parser.add_argument("--worlds", type=int, default=1000)
    asked = parser.parse_args(words)
    drawn = kennan.compare("x-1947", POLICIES, worlds=asked.worlds, progress=True)
    medians = kennan.compare(
        "x-1947", POLICIES, worlds=min(asked.worlds, FEWER), parameters="median", progress=True
    )
    text = README.read_text(encoding="utf-8")
    text = fill(text, "shares", shares_text(drawn, medians))
    text = fill(text, "calibrated", calibrated_text())
    README.write_text(text, encoding="utf-8", newline="\n")
    print(README, *draw(drawn, PICTURES), sep="\n")


if __name__ == "__main__":
    main()
