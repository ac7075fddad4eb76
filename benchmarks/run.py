"""Measures the speed and memory of the engine and compares them with the committed baseline.

``python benchmarks/run.py`` takes some minutes on two cores. ``--quick`` leaves the long ones out, ``--large`` adds
100,000 worlds, ``--only steady,parts`` takes some groups, ``--write`` renews the baseline, ``--json FILE`` keeps the
figures. Machines differ and are shared: what is compared is the ratio to the yardstick of the same run.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path

import figures
import table

GROUPS = ("start", "compiling", "first_answer", "steady", "recording", "streaming", "parts")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="fewer repeats, small sizes, about two minutes")
    parser.add_argument("--large", action="store_true", help="100,000 worlds as well")
    parser.add_argument("--only", metavar="GROUP,...", help=f"some of {', '.join(GROUPS)}")
    parser.add_argument("--write", action="store_true", help="renew the baseline")
    parser.add_argument("--json", metavar="FILE", type=Path, help="keep the figures here")
    asked = parser.parse_args()
    wanted = asked.only.split(",") if asked.only else list(GROUPS)
    if unknown := set(wanted) - set(GROUPS):
        parser.error(f"no group {', '.join(sorted(unknown))}; there are {', '.join(GROUPS)}")
    found: list[figures.Figure] = []
    with tempfile.TemporaryDirectory() as cache:
        bench = figures.Bench(asked.quick, asked.large, Path(cache))
        for name in (group for group in GROUPS if group in wanted):
            print(f"measuring: {name.replace('_', ' ')}", file=sys.stderr, flush=True)
            bench.take_yardstick()
            found.extend(getattr(figures, name)(bench))
        stick = {"cpu": bench.cpu, "wall": bench.wall}
    print(f"yardstick: {stick['cpu']:.3f} s CPU, {stick['wall']:.3f} s (median)")
    table.show(found)
    data = table.as_data(found, figures.machine(), stick)
    if asked.write:
        table.write(data)
    if asked.json:
        asked.json.write_text(json.dumps(data, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
