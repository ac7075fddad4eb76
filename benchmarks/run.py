"""Speed and memory, compared with the committed baseline by ratio to a yardstick measured in the same run.

``python benchmarks/run.py`` (about three minutes on two cores) prints a table; ``--write`` renews ``baseline.json``;
``--large`` adds 100,000 worlds (some minutes more). Wall times are of whole processes where a person waits for them.
If the NumPy prototype that the equations started from lies in ``../shared/reference``, it is measured in turn with the
engine for the same plan. Nothing here passes or fails: read the last column.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import yardstick

HERE = Path(__file__).parent
BASELINE = HERE / "baseline.json"
PROTOTYPE = HERE.parent.parent / "shared" / "reference"

Figure = tuple[str, float, str]  # name, value, unit


def child(*arguments: str, **environment: str) -> dict[str, float]:
    """Return the figures of one measurement, made in a process of its own."""
    command = [sys.executable, str(HERE / "measure.py"), *arguments]
    done = subprocess.run(
        command, env={**os.environ, **environment}, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout.splitlines()[-1])


def kennan(*arguments: str, **environment: str) -> float:
    """Return the wall seconds of one call of the command line."""
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        command = [sys.executable, "-m", "kennan", *arguments]
        if "run" in arguments:
            command += ["--out", str(Path(folder) / "run"), "--quiet"]
        subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=True)
        return time.perf_counter() - begin


def figures(large: bool) -> list[Figure]:
    """Return every figure, in the order of the table."""
    found: list[Figure] = [("kennan --help", statistics.median(kennan("--help") for _ in range(5)), "s wall")]
    with tempfile.TemporaryDirectory() as cache:
        cold = kennan("run", "--worlds", "100", KENNAN_CACHE=cache)
        warm = [kennan("run", "--worlds", "100", KENNAN_CACHE=cache) for _ in range(3)]
        bare = [kennan("run", "--worlds", "100", "--no-report", KENNAN_CACHE=cache) for _ in range(3)]
    with tempfile.TemporaryDirectory() as cache:
        compiled = child("compiling", KENNAN_CACHE=cache)
    found += [
        ("kennan run, 100 worlds, empty cache", cold, "s wall"),
        ("kennan run, 100 worlds, filled cache", statistics.median(warm), "s wall"),
        ("the same without a report", statistics.median(bare), "s wall"),
        ("start and compile, empty cache", compiled["seconds"], "s wall"),
        ("peak memory while compiling", compiled["peak_memory_mb"], "MB"),
    ]
    for worlds in ("256", "1024", "8192"):
        warm_run = child("steady", worlds)
        found += [
            (f"{worlds} worlds x 45 years", warm_run["worlds_per_cpu_second"], "worlds/CPU-s"),
            (f"{worlds} worlds x 45 years, all cores", warm_run["worlds_per_second"], "worlds/s"),
            (f"recording {worlds} worlds", warm_run["recording_share_percent"], "% of CPU"),
        ]
    sizes = ("100", "1000", "10000", "100000") if large else ("100", "1000", "10000")
    for worlds in sizes:
        stored = child("large", worlds)
        found += [
            (f"{int(worlds):,} worlds to disk", stored["worlds_per_second"], "worlds/s"),
            (f"{int(worlds):,} worlds to disk, peak memory", stored["peak_memory_mb"], "MB"),
        ]
    if PROTOTYPE.is_dir():
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        beside = child("prototype", str(PROTOTYPE), **threads)
        found += [
            ("NumPy prototype, same plan", beside["prototype_worlds_per_cpu_second"], "worlds/CPU-s"),
            ("times the prototype, in turn", beside["times_the_prototype"], "x"),
        ]
    shares = sorted(child("month").items(), key=lambda item: -item[1])
    return found + [(f"share of the month: {name}", share, "%") for name, share in shares]


def main() -> None:
    """Measure, print the table, and renew the baseline if asked to."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--write", action="store_true", help="renew the baseline")
    options.add_argument("--large", action="store_true", help="add 100,000 worlds")
    options.add_argument("--json", type=Path, help="write the figures to a file")
    asked = options.parse_args()
    before = [yardstick.take().cpu for _ in range(5)]
    found = figures(asked.large)
    unit = statistics.median(before + [yardstick.take().cpu for _ in range(5)])
    kept = json.loads(BASELINE.read_text())["figures"] if BASELINE.exists() else {}
    table = {}
    print(
        f"yardstick {unit:.3f} CPU-s; {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}"
    )
    print(f"{'figure':<46}{'value':>11} {'unit':<13}{'against baseline':>17}")
    for name, value, what in found:
        # a time by its ratio to the yardstick, a rate by its product with it; sizes and shares stand as they are
        scaled = value / unit if what.startswith("s ") else value * unit if "/" in what else value
        table[name] = {"value": round(value, 4), "unit": what, "scaled": round(scaled, 5)}
        change = f"{scaled / kept[name]['scaled']:.2f} x" if kept.get(name, {}).get("scaled") else ""
        print(f"{name:<46}{value:>11.2f} {what:<13}{change:>17}")
    result = json.dumps({"yardstick_cpu_seconds": round(unit, 4), "figures": table}, indent=1) + "\n"
    for path in [BASELINE] * asked.write + [asked.json] * bool(asked.json):
        path.write_text(result)


if __name__ == "__main__":
    main()
