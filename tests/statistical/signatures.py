"""Measures the signatures of the article's claims and prints the table.

    python tests/statistical/signatures.py [S05 S31 ...] [--seed 11] [--drawn] [--worlds 256] [--json FILE]

A signature says what a run must show with a mechanism on against the mechanism off, with a threshold fixed
beforehand. One that does not hold is told as such; thresholds are never loosened.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent / "signatures"))

import part_i
import part_ii_conduct
import part_ii_crises
import part_iii_party
import part_iii_state
import part_iv
from experiments import REGISTER, Lab

PARTS = (part_i, part_ii_conduct, part_ii_crises, part_iii_state, part_iii_party, part_iv)


def measured(lab: Lab, names: Iterable[str] = ()) -> Iterator[dict[str, Any]]:
    """Measure signatures in order of their numbers (all by default); one table of plain values each."""
    for name in names or sorted(REGISTER):
        entry = REGISTER[name]
        value, reference, holds, note = entry.measure(lab)
        yield {
            "id": name,
            "passage": entry.passage,
            "claim": entry.claim,
            "asks": entry.asks,
            "measured": float(value),
            "reference": None if reference is None else float(reference),
            "holds": bool(holds),
            "note": note,
        }


def line(row: dict[str, Any]) -> str:
    """Return one line of the table."""
    reference = "-" if row["reference"] is None else f"{row['reference']:.4f}"
    verdict = "holds" if row["holds"] else "DOES NOT HOLD"
    note = f"  ({row['note']})" if row["note"] else ""
    return (
        f"{row['id']}  {row['passage']:<7}{row['claim']:<46}{row['measured']:>10.4f}{reference:>10}"
        f"  {verdict:<14}{row['asks']}{note}"
    )


def main(arguments: list[str] | None = None) -> int:
    """Print the table; return 0 when all hold, else 1."""
    parser = argparse.ArgumentParser(description="Measure the signatures of the article's claims.")
    parser.add_argument("names", nargs="*", metavar="S01", help="which signatures; all by default")
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument(
        "--drawn", action="store_true", help="every world draws its parameters from the priors"
    )
    parser.add_argument("--worlds", type=int, default=256)
    parser.add_argument("--json", type=Path, help="write the table to this file as well")
    given = parser.parse_args(arguments)
    unknown = [name for name in given.names if name not in REGISTER]
    if unknown:
        parser.error(f"no such signature: {', '.join(unknown)}; there are {min(REGISTER)} to {max(REGISTER)}")
    lab = Lab(given.seed, "drawn" if given.drawn else "median", given.worlds)
    begun, rows = time.perf_counter(), []
    print(f"{'':<12}{'claim':<46}{'measured':>10}{'reference':>10}  {'verdict':<14}threshold")
    for row in measured(lab, given.names):
        rows.append(row)
        print(line(row), flush=True)
    held = sum(row["holds"] for row in rows)
    how = f"seed {given.seed}, parameters {lab.parameters}, {given.worlds} worlds"
    print(f"{held} of {len(rows)} hold ({how}, {time.perf_counter() - begun:.0f} s)")
    if given.json:
        head = {"seed": given.seed, "parameters": lab.parameters, "worlds": given.worlds}
        given.json.write_text(json.dumps({**head, "signatures": rows}, indent=1) + "\n", encoding="utf-8")
    return 0 if held == len(rows) else 1


if __name__ == "__main__":
    sys.exit(main())
