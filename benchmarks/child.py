"""Runs one measurement in a process of its own, so that memory and start-up are measured cleanly.

``python child.py NAME '{"worlds": 256}'`` prints one line of JSON. Used by :mod:`figures`, not by hand.
"""

from __future__ import annotations

import contextlib
import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yardstick


def plan_of(worlds: int, **more: Any) -> Any:
    from kennan.run.plan import Plan

    return Plan.build(worlds=worlds, **more)


def peak_mib() -> float:
    """Return the largest resident memory that this process has had, in MiB."""
    try:
        import resource
    except ImportError:  # Windows
        import psutil

        return psutil.Process().memory_info().peak_wset / 2**20
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 2**20


@contextlib.contextmanager
def timed(into: list[yardstick.Spent]) -> Iterator[None]:
    cpu, wall = time.process_time(), time.perf_counter()
    yield
    into.append(yardstick.Spent(time.process_time() - cpu, time.perf_counter() - wall))


def simulate(plan: Any) -> None:
    """Simulate and let go of each block at once."""
    from kennan.run import engine

    for _ in engine.simulate(plan):
        pass


def store(plan: Any, folder: Path) -> None:
    """Simulate into a run folder."""
    from kennan.desk import work

    work.keep(plan, folder, work.Nobody())


# ---- the measurements


def start() -> dict[str, Any]:
    """Import what a run needs and make a plan: (cpu, wall) from the start of the process's own code."""
    spent: list[yardstick.Spent] = []
    with timed(spent):
        plan_of(100)
    return {"plan": spent}


def compiling() -> dict[str, Any]:
    """Compile the month, or load it from the cache; and count what it was compiled to."""
    importing: list[yardstick.Spent] = []
    made: list[yardstick.Spent] = []
    with timed(importing):
        from kennan.run import devices

        devices.prepare()
        from kennan.run.hold import Holds
        from kennan.run.walk import Walk

        walk = Walk(plan_of(100), Holds())
    with timed(made):
        walk.compile()
    return {"import": importing, "compile": made, "peak_mib": peak_mib()}


def steady(sizes: list[int], repeats: int, prototype: str, prototype_worlds: int) -> dict[str, Any]:
    """Measure runs in memory once everything is compiled, in turn with the yardstick and the prototype."""
    simulate(plan_of(1, years=5))
    rival = _prototype(prototype) if prototype else None
    names = ["yardstick", "prototype", *map(str, sizes)]
    found: dict[str, list[yardstick.Spent]] = {name: [] for name in names}
    for _ in range(repeats):
        found["yardstick"].append(yardstick.take())
        for worlds in sizes:
            with timed(found[str(worlds)]):
                simulate(plan_of(worlds))
        if rival:
            with timed(found["prototype"]):
                rival("containment", W=prototype_worlds, T=540)
    return dict(found)


def _prototype(folder: str) -> Callable[..., Any]:
    """Return the prototype's ``simulate``, which stands beside the checkout where it is to be had at all."""
    sys.dont_write_bytecode = True
    sys.path.insert(0, folder)
    import model  # type: ignore[import-not-found]

    return model.simulate  # type: ignore[no-any-return]


def recording(worlds: int, repeats: int) -> dict[str, Any]:
    """Measure the same plan with and without a run folder, in turn."""
    simulate(plan_of(1, years=5))
    found: dict[str, list[yardstick.Spent]] = {"without": [], "with": [], "yardstick": []}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(repeats):
            found["yardstick"].append(yardstick.take())
            with timed(found["without"]):
                simulate(plan_of(worlds))
            with timed(found["with"]):
                store(plan_of(worlds), Path(folder) / str(turn))
    return dict(found)


def streaming(worlds: int, policies: list[str]) -> dict[str, Any]:
    """Run into a folder and return time, bytes written, and peak memory."""
    simulate(plan_of(1, years=5))
    spent: list[yardstick.Spent] = []
    with tempfile.TemporaryDirectory() as folder:
        with timed(spent):
            store(plan_of(worlds, policies=policies), Path(folder) / "run")
        size = sum(path.stat().st_size for path in Path(folder).rglob("*") if path.is_file())
    return {"spent": spent, "peak_mib": peak_mib(), "bytes": size}


def parts() -> dict[str, Any]:
    """Return what each mechanism takes of a month, and what the month was compiled to."""
    import month_parts

    return {"microseconds": month_parts.microseconds(), "kernels": month_parts.kernels()}


def main() -> None:
    task, given = sys.argv[1], json.loads(sys.argv[2])
    print(json.dumps(globals()[task](**given)))


if __name__ == "__main__":
    main()
