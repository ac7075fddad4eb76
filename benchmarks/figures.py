"""The figures: which measurements are taken, each in a process of its own, and what is made of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yardstick

HERE = Path(__file__).parent
PROTOTYPE = HERE.parent.parent / "shared" / "reference"
YEARS = 45
MONTHS = 12 * YEARS
POLICIES = ["containment", "sporadic", "histrionic", "charm", "withdrawal"]


@dataclass(frozen=True)
class Figure:
    """One figure; ``ratio`` is its worth against the yardstick, or None where a yardstick means nothing."""

    name: str
    value: float
    unit: str
    ratio: float | None = None
    target: str = ""


class Bench:
    """Takes the measurements with one yardstick and one compile cache."""

    def __init__(self, quick: bool, large: bool, cache: Path):
        self.quick, self.large, self.cache = quick, large, cache
        self.sticks: list[yardstick.Spent] = []

    def take_yardstick(self) -> None:
        """Run the yardstick once more."""
        self.sticks.append(yardstick.take())

    @property
    def cpu(self) -> float:
        """The yardstick's CPU seconds, median of this run."""
        return statistics.median(spent.cpu for spent in self.sticks)

    @property
    def wall(self) -> float:
        """The yardstick's seconds on the clock, median of this run."""
        return statistics.median(spent.wall for spent in self.sticks)

    # ---- processes

    def environment(self, cache: Path) -> dict[str, str]:
        """Return what a measured process finds around it; NumPy keeps to one thread, which only the prototype feels."""
        return {**os.environ, "KENNAN_CACHE": str(cache), "OPENBLAS_NUM_THREADS": "1"}

    def child(self, task: str, cache: Path | None = None, **given: Any) -> dict[str, Any]:
        """Run one measurement of :mod:`child` in a new process."""
        command = [sys.executable, str(HERE / "child.py"), task, json.dumps(given)]
        done = subprocess.run(
            command, env=self.environment(cache or self.cache), capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise RuntimeError(f"the measurement {task!r} failed:\n{done.stderr[-2000:]}")
        return json.loads(done.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]

    def kennan(self, cache: Path, *arguments: str) -> float:
        """Run the command line in a new process; return seconds on the clock."""
        begun = time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "kennan", *arguments],
            env=self.environment(cache),
            check=True,
            capture_output=True,
        )
        return time.perf_counter() - begun

    def seconds(self, name: str, values: list[float], target: str = "", cpu: bool = False) -> Figure:
        """Return the median of times, with its ratio to the yardstick's time on the same kind of clock."""
        value = statistics.median(values)
        return Figure(name, value, "s CPU" if cpu else "s", value / (self.cpu if cpu else self.wall), target)


def start(bench: Bench) -> Iterator[Figure]:
    """Start-up: help, and importing and checking a plan."""
    helps, plans = [], []
    for _ in range(3):
        bench.take_yardstick()
        helps.append(bench.kennan(bench.cache, "--help"))
        plans.append(bench.child("start")["plan"][0][1])
    yield bench.seconds("kennan --help, new process", helps)
    yield bench.seconds("import and plan", plans)


def compiling(bench: Bench) -> Iterator[Figure]:
    """Compiling with an empty cache, and loading what was compiled."""
    empty, filled = [], []
    for _ in range(1 if bench.quick else 3):
        with tempfile.TemporaryDirectory() as folder:
            cache = Path(folder)
            bench.take_yardstick()
            made = bench.child("compiling", cache=cache)
            empty.append(made["compile"][0][1])
            filled.append(bench.child("compiling", cache=cache)["compile"][0][1])
            if not any(bench.cache.iterdir()):
                shutil.copytree(cache, bench.cache, dirs_exist_ok=True)
    yield bench.seconds("compile, cache empty", empty, "< 15 s")
    yield bench.seconds("compile, cache filled", filled)
    yield Figure("memory while compiling", made["peak_mib"], "MiB peak")


def first_answer(bench: Bench) -> Iterator[Figure]:
    """The first answer of the command line: 100 worlds from a new process."""
    asked = ["run", "x-1947", "--worlds", "100", "--quiet", "--force"]
    empty, bare, report = [], [], []
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(1 if bench.quick else 3):
            bench.take_yardstick()
            out = ["--out", str(Path(folder) / "run")]
            cache = Path(folder) / f"cache-{turn}"
            empty.append(bench.kennan(cache, *asked, *out))
            for _ in range(2):
                bare.append(bench.kennan(cache, *asked, *out, "--no-report"))
                report.append(bench.kennan(cache, *asked, *out))
    yield bench.seconds("kennan run, 100 worlds, cache empty", empty, "< 25 s")
    yield bench.seconds("kennan run, 100 worlds, no report", bare)
    yield bench.seconds("kennan run, 100 worlds, with report", report, "< 4 s")


def steady(bench: Bench) -> Iterator[Figure]:
    """Worlds per second once warm, small, middling and large, and against the prototype."""
    sizes = [256, 1000] if bench.quick else [256, 1000, 8192]
    repeats, beside = (3, 250) if bench.quick else (5, 500)
    prototype = str(PROTOTYPE) if (PROTOTYPE / "model.py").exists() else ""
    found = bench.child("steady", sizes=sizes, repeats=repeats, prototype=prototype, prototype_worlds=beside)
    bench.sticks += [yardstick.Spent(*spent) for spent in found["yardstick"]]
    for size in sizes:
        cpu = statistics.median(spent[0] for spent in found[str(size)])
        wall = statistics.median(spent[1] for spent in found[str(size)])
        ours = statistics.median(
            s[0] / y[0] for s, y in zip(found[str(size)], found["yardstick"], strict=True)
        )
        yield Figure(f"{size:,} worlds: per CPU-second", size / cpu, "worlds / s CPU", size / ours)
        yield Figure(f"{size:,} worlds: per second", size / wall, "worlds / s", size / wall * bench.wall)
        if size == 1000:
            yield bench.seconds("1,000 worlds, warm", [spent[1] for spent in found["1000"]], "< 2 s")
            if prototype:
                times = [
                    (p[0] / beside) / (s[0] / size)
                    for p, s in zip(found["prototype"], found["1000"], strict=True)
                ]
                yield Figure("times the prototype", statistics.median(times), "x", target=">= 10, aim 20")
                rate = beside / statistics.median(spent[0] for spent in found["prototype"])
                yield Figure(f"prototype, {beside} worlds at once", rate, "worlds / s CPU", rate * bench.cpu)


def recording(bench: Bench) -> Iterator[Figure]:
    """What writing a run folder costs."""
    found = bench.child("recording", worlds=1024 if bench.quick else 4096, repeats=3 if bench.quick else 5)
    for at, clock in enumerate(("CPU", "clock")):
        shares = [1 - a[at] / b[at] for a, b in zip(found["without"], found["with"], strict=True)]
        target = "< 15 %" if clock == "clock" else ""
        yield Figure(
            f"recording, share of a run ({clock})", 100 * statistics.median(shares), "%", target=target
        )


def streaming(bench: Bench) -> Iterator[Figure]:
    """Cost and memory by the number of worlds, streamed to a run folder."""
    sizes = [100, 1000] if bench.quick else [100, 1000, 10_000]
    sizes += [100_000] if bench.large else []
    each = {}
    for worlds in sizes:
        bench.take_yardstick()
        found = bench.child("streaming", worlds=worlds, policies=["containment"])
        wall = found["spent"][0][1]
        each[worlds] = wall / worlds
        target = "< 1,536 MiB" if worlds == 100_000 else ""
        yield Figure(f"{worlds:,} worlds to disk", wall, "s", wall / bench.wall)
        yield Figure(f"{worlds:,} worlds to disk: memory", found["peak_mib"], "MiB peak", target=target)
        yield Figure(f"{worlds:,} worlds to disk: written", found["bytes"] / worlds / 1024, "KiB / world")
    most = max(sizes)
    yield Figure(f"cost of a world, {most:,} against 1,000", each[most] / each[1000], "x", target="about 1")
    if not bench.quick:
        found = bench.child("streaming", worlds=4096, policies=POLICIES[:2])
        yield Figure("4,096 worlds x 2 policies: memory", found["peak_mib"], "MiB peak")


def parts(bench: Bench) -> Iterator[Figure]:
    """The month from within: kernels, and the share of each mechanism."""
    found = bench.child("parts")
    for name, count in found["kernels"].items():
        yield Figure(f"compiled month: {name}", count, "")
    whole = sum(found["microseconds"].values())
    for name, spent in sorted(found["microseconds"].items(), key=lambda pair: -pair[1]):
        yield Figure(f"month: {name}", 100 * spent / whole, "% of parts")


def machine() -> dict[str, str]:
    """Return what may be said of the machine: nothing that names it."""
    import platform

    import jax
    import numpy

    return {
        "processor": _processor(),
        "cores": str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()),
        "system": platform.system(),
        "python": platform.python_version(),
        "jax": jax.__version__,
        "numpy": numpy.__version__,
    }


def _processor() -> str:
    known = Path("/proc/cpuinfo")
    match = re.search(r"model name\s*:\s*(.+)", known.read_text(encoding="utf-8")) if known.exists() else None
    return match[1].strip() if match else "unknown"
