"""Speed and memory, compared with the committed baseline by ratio to a yardstick measured in the same run.

``python benchmarks/run.py`` (about ten minutes on two cores) prints a table; ``--write`` renews ``baseline.json``;
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
        done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, check=False)
        if done.returncode not in (0, 1):  # 1: a check that was asked for does not hold, which takes as long
            raise SystemExit(f"{' '.join(command)}\n{done.stderr.decode()}")
        return time.perf_counter() - begin


def ledger() -> list[Figure]:
    """Return wall seconds of the ledger's commands with a filled cache, and their ratios to a plain run."""
    with tempfile.TemporaryDirectory() as folder:
        pair = str(Path(folder) / "pair")
        both = (
            "run",
            "--policy",
            "containment",
            "--vs",
            "withdrawal",
            "--worlds",
            "500",
            "--no-report",
            "--quiet",
        )
        subprocess.run(
            [sys.executable, "-m", "kennan", *both, "--out", pair], capture_output=True, check=True
        )
        asked = {
            "kennan run, 1,000 worlds, no report": ("run", "--worlds", "1000", "--no-report"),
            "kennan verify": ("verify", "--json"),
            "kennan verify --quick": ("verify", "--quick", "--json"),
            "kennan odds, 1,000 worlds": ("odds", "--worlds", "1000", "--json"),
            "kennan why, 500 worlds": ("why", pair, "--policies", "containment", "withdrawal", "--json"),
            "kennan fork, 500 worlds": ("fork", pair, "--at", "1956-10", "--policy", "rollback", "--json"),
            "kennan trace": ("trace", pair, "--world", "17", "--month", "1953-03", "--json"),
        }
        found, plain = [], 0.0
        for name, words in asked.items():
            fork = ("--out", str(Path(folder) / "fork"), "--force") if words[0] == "fork" else ()
            short = words[0] in ("why", "fork", "trace")
            if short:
                kennan(*words, *fork)  # compiles what it needs
            wall = statistics.median(kennan(*words, *fork) for _ in range(3 if short else 1))
            plain = plain or wall
            found += [(name, wall, "s wall"), (f"{name}, to a plain run", wall / plain, "x")]
    return found


def docs() -> float:
    """Return the wall seconds in which the pages are made into a site."""
    with tempfile.TemporaryDirectory() as site:
        begun = time.perf_counter()
        command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "-d", site]
        quiet = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
        subprocess.run(command, check=True, cwd=HERE.parent, env=quiet, capture_output=True)
        return time.perf_counter() - begun


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
    beside_one = child("many")
    found += [
        ("256 policies with rules x 64 worlds x 10 years", beside_one["seconds"], "s CPU"),
        ("256 policies, to as many worlds of one", beside_one["ratio"], "x"),
    ]
    extended = child("brought")
    found += [
        ("1024 worlds with one mechanism brought", extended["worlds_per_cpu_second"], "worlds/CPU-s"),
        ("with one mechanism brought, to without", extended["ratio"], "x"),
    ]
    if PROTOTYPE.is_dir():
        threads = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        beside = child("prototype", str(PROTOTYPE), **threads)
        found += [
            ("NumPy prototype, same plan", beside["prototype_worlds_per_cpu_second"], "worlds/CPU-s"),
            ("times the prototype, in turn", beside["times_the_prototype"], "x"),
        ]
    found += [*ledger(), ("make docs", docs(), "s wall")]
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
