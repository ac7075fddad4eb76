"""One measurement in a process of its own: ``python benchmarks/measure.py NAME [ARGUMENT]`` prints a JSON object."""

from __future__ import annotations

import json
import resource
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # MB on Linux


def steady(worlds: str = "1024") -> dict[str, float]:
    """Worlds a second and a CPU-second of one policy over 45 years, warm; and what storing them costs."""
    from kennan.engine import engine
    from kennan.engine.plan import Plan
    from kennan.records.frame import Frame
    from kennan.records.store import Store

    plan = Plan.build(worlds=int(worlds))
    list(engine.simulate(Plan.build(worlds=512, years=5)))  # both cores compiled
    found = []
    for kept in (False, True, False, True, False, True):
        wall, cpu = time.perf_counter(), time.process_time()
        if kept:
            with tempfile.TemporaryDirectory() as folder:
                frame = Frame.of(plan)
                with Store.create(Path(folder) / "run", plan.to_json(), frame) as store:
                    for block in engine.simulate(plan):
                        store.write(block)
                    store.finish()
        else:
            for _ in engine.simulate(plan):
                pass
        found.append((kept, time.perf_counter() - wall, time.process_time() - cpu))
    bare = min((cpu, wall) for kept, wall, cpu in found if not kept)
    stored = min((cpu, wall) for kept, wall, cpu in found if kept)
    n = plan.worlds
    return {
        "worlds_per_cpu_second": n / bare[0],
        "worlds_per_second": n / bare[1],
        "seconds_per_1000_worlds": 1000 * bare[1] / n,
        "recording_share_percent": 100 * (stored[0] / bare[0] - 1),
        "peak_memory_mb": _peak(),
    }


def prototype(folder: str) -> dict[str, float]:
    """Worlds a CPU-second of the NumPy prototype and of the engine for the same plan, in turn; their ratio."""
    import statistics

    sys.path.insert(0, folder)
    import model

    from kennan.engine import engine
    from kennan.engine.plan import Plan

    plan = Plan.build(worlds=1024, with_hindsight=True)
    list(engine.simulate(Plan.build(worlds=512, years=5)))
    ours, theirs = [], []
    for _ in range(5):
        begin = time.process_time()
        list(engine.simulate(plan))
        ours.append(plan.worlds / (time.process_time() - begin))
        begin = time.process_time()
        model.simulate("containment", W=100, seed=1, T=540)
        theirs.append(100 / (time.process_time() - begin))
    pairs = [a / b for a, b in zip(ours, theirs, strict=True)]
    return {
        "worlds_per_cpu_second": statistics.median(ours),
        "prototype_worlds_per_cpu_second": statistics.median(theirs),
        "times_the_prototype": statistics.median(pairs),
    }


def large(worlds: str = "10000") -> dict[str, float]:
    """Seconds and peak memory of a stored run of many worlds (results stream to the store)."""
    from kennan.engine import engine
    from kennan.engine.plan import Plan
    from kennan.records.frame import Frame
    from kennan.records.store import Store

    plan = Plan.build(worlds=int(worlds))
    list(engine.simulate(Plan.build(worlds=512, years=5)))
    with tempfile.TemporaryDirectory() as folder:
        begin = time.perf_counter()
        with Store.create(Path(folder) / "run", plan.to_json(), Frame.of(plan)) as store:
            for block in engine.simulate(plan):
                store.write(block)
            store.finish()
        took = time.perf_counter() - begin
        size = sum(f.stat().st_size for f in Path(folder).rglob("*") if f.is_file()) / 1e6
    return {
        "seconds": took,
        "worlds_per_second": plan.worlds / took,
        "peak_memory_mb": _peak(),
        "disk_mb": size,
    }


def many() -> dict[str, float]:
    """Seconds of 256 policies with rules in 64 worlds each, and of as many worlds under one of them; their ratio."""
    import random
    import statistics

    from kennan import policies
    from kennan.engine import engine
    from kennan.engine.plan import Plan

    chosen, candidates = random.Random(47), []
    for number in range(256):
        data = policies.load("answering").as_dict()
        data["policy"]["name"] = f"candidate-{number}"
        for rule in data["rules"]:
            rule["gain"] *= chosen.uniform(0.5, 1.5)
        candidates.append(policies.from_dict(data))
    plans = (
        Plan.build(policies=candidates, worlds=64, years=10),
        Plan.build(policies=candidates[:1], worlds=256 * 64, years=10),
    )
    list(engine.simulate(plans[0].replace(policies=candidates[:32])))  # compiled
    list(engine.simulate(plans[1].replace(worlds=512)))
    many, one = _in_turn(*plans)
    return {
        "seconds": statistics.median(many),
        "ratio": statistics.median(a / b for a, b in zip(many, one, strict=True)),
    }


def brought() -> dict[str, float]:
    """Worlds a CPU-second with an extension of one mechanism, as a share of those without it."""
    import statistics

    from kennan.engine import engine
    from kennan.engine.plan import Plan
    from kennan.model import example

    with tempfile.TemporaryDirectory() as folder:
        mine = Path(folder) / "black_market"
        files = [path for path in Path(str(example.__path__[0])).iterdir() if path.suffix in (".toml", ".py")]
        mine.mkdir()
        for path in files:
            if path.name != "__init__.py":
                (mine / path.name).write_bytes(path.read_bytes())
        plans = (Plan.build(worlds=1024, extensions=()), Plan.build(worlds=1024, extensions=mine))
    for plan in plans:
        list(engine.simulate(plan.replace(worlds=512, years=5)))  # compiled
    bare, with_one = _in_turn(*plans)
    return {
        "worlds_per_cpu_second": 1024 / statistics.median(with_one),
        "ratio": statistics.median(a / b for a, b in zip(bare, with_one, strict=True)),
    }


def _in_turn(*plans: Any) -> list[list[float]]:
    """Return the CPU seconds of each plan, five times, in turn, so that a busy moment meets all."""
    from kennan.engine import engine

    took: list[list[float]] = [[] for _ in plans]
    for _ in range(5):
        for plan, seconds in zip(plans, took, strict=True):
            begin = time.process_time()
            for _ in engine.simulate(plan):
                pass
            seconds.append(time.process_time() - begin)
    return took


def compiling() -> dict[str, float]:
    """Seconds to compile the month with an empty cache, and how many kernels it has (set KENNAN_CACHE)."""
    from kennan.engine import engine
    from kennan.engine.plan import Plan

    begin = time.perf_counter()
    list(engine.simulate(Plan.build(worlds=1, years=1)))
    return {"seconds": time.perf_counter() - begin, "peak_memory_mb": _peak()}


def month() -> dict[str, float]:
    """Share of the month, in per cent, that each mechanism takes when it is run alone in a loop."""
    import jax
    import jax.numpy as jnp
    import numpy as np

    from kennan import world
    from kennan.engine import devices, span
    from kennan.engine.interventions import Interventions
    from kennan.engine.numbers import parameters_of
    from kennan.engine.plan import Plan
    from kennan.engine.rollout import Rollout
    from kennan.engine.version import CHUNK
    from kennan.model import chance
    from kennan.model import month as the_month
    from kennan.model.names import Names
    from kennan.world.state import pack, unpack

    devices.prepare()
    walk = Rollout(Plan.build(worlds=CHUNK), Interventions())
    tables, given, go = walk.shared
    keys = jax.device_put(chance.world_keys(47, np.arange(CHUNK)))
    table = jnp.asarray(parameters_of(walk.plan, np.arange(CHUNK)))
    constant, now = jnp.full((len(walk.constant), CHUNK), jnp.nan), walk.course(0).first
    starting = (go, keys, table, constant, given, tables, now)
    state, _ = span.set_out.ready(*starting, steps_per_month=1)(*starting)
    steps = jnp.arange(200, dtype=jnp.uint32)

    @partial(jax.jit, static_argnames="which")
    def alone(go: Any, packed: Any, table: Any, which: str) -> Any:
        laid = world.lay_out(go, table, tables)
        here = laid.at(now)
        s = unpack(packed)
        levers = Names(here.apart(lambda: dict(world.levers(now, constant, world.observe(s)))))
        draw = laid.draws(keys, jnp.uint32(1))

        def again(packed: Any, step: Any) -> Any:
            s = unpack(packed)
            if which == "(draws)":
                fresh = laid.draws(keys, step)
                changes = {"menace": s.menace + 0 * fresh._table.sum(0)}
            elif which == "(nothing)":
                changes = {"menace": s.menace}
            else:
                rule = dict(the_month.ORDER)[which]
                changes = here.apart(partial(the_month._changes, rule, s, laid.numbers, draw, levers, here))
                changes.pop("events", None)
            return pack(s.updated(changes), packed["step"]), None

        return jax.lax.scan(again, packed, steps)[0]["world"]

    def took(which: str) -> float:
        jax.block_until_ready(alone(go, state, table, which))
        best = float("inf")
        for _ in range(5):
            begin = time.perf_counter()
            jax.block_until_ready(alone(go, state, table, which))
            best = min(best, time.perf_counter() - begin)
        return best

    nothing = took("(nothing)")
    spent = {name: max(took(name) - nothing, 0.0) for name in ("(draws)", *(n for n, _ in the_month.ORDER))}
    whole = sum(spent.values())
    return {name: 100 * seconds / whole for name, seconds in spent.items()}


if __name__ == "__main__":
    measure = {f.__name__: f for f in (steady, prototype, large, many, brought, compiling, month)}
    print(json.dumps(measure[sys.argv[1]](*sys.argv[2:])))
