"""What a month is made of: the time that each mechanism takes, and the number of kernels it was compiled to.

Reads the engine's inner parts; whoever changes how a month is put together changes this file with it.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

MONTHS, REPEATS = 120, 5


def _prepared() -> dict[str, Any]:
    """Return what a chunk's program is called with, taken from a real call."""
    from kennan.run import chunk, devices
    from kennan.run.engine import parameters_of
    from kennan.run.hold import Holds
    from kennan.run.plan import Plan
    from kennan.run.version import CHUNK

    devices.prepare()
    import jax

    from kennan.run.walk import Walk

    walk = Walk(Plan.build(worlds=CHUNK, years=5), Holds())
    calls: list[Any] = []
    program = chunk.span

    def noting(go: Any, state: Any, *rest: Any, **named: Any) -> Any:
        calls.append(((go, jax.tree.map(lambda x: x.copy(), state), *rest), named))
        return program(go, state, *rest, **named)

    chunk.span = noting  # type: ignore[assignment]
    try:
        walk.run(0, 0, 0, walk.sink(CHUNK, parameters_of(walk.plan, np.arange(CHUNK))))
    finally:
        chunk.span = program
    arguments, named = calls[0]
    return {"program": program, "arguments": arguments, "named": named}


def kernels() -> dict[str, int]:
    """Return how many kernels and walls the compiled program has."""
    call = _prepared()
    text = call["program"].lower(*call["arguments"], **call["named"]).compile().as_text()
    return {
        "fusions": text.count(" fusion("),
        "walls": text.count(" conditional("),
        "copies": text.count(" copy("),
    }


def microseconds() -> dict[str, float]:
    """Return the CPU time of one chunk's month by mechanism, each walked by itself, least of several repeats."""
    import jax
    import jax.numpy as jnp

    from kennan.model import chance, month, place
    from kennan.model.names import Names, Rows
    from kennan.run import chunk

    go, packed, keys, _, table, tables, policy, times = _prepared()["arguments"]
    now = {name: value[0] for name, value in times.items()}
    layout = chance.layout(tables["prize"].shape[0])

    @partial(jax.jit, static_argnames="which")
    def walk(go: Any, packed: Any, keys: Any, table: Any, tables: Any, now: Any, which: str) -> Any:
        p = Rows(chunk._parameter_rows(), table)
        there = chunk._now(place.here(tables, p, 1 / 12, go), tables, now)
        rules = Names(policy)
        luck = chunk._draws(keys, jnp.uint32(0), layout, there.apart)
        levers_of = lambda s: Names(there.apart(lambda: dict(chunk._levers(rules, now["schedule"], s))))  # noqa: E731
        levers = levers_of(chunk._unpacked(packed))

        def once(packed: Any, step: Any) -> Any:
            s = chunk._unpacked(packed)
            changes: dict[str, Any] = {"menace": s.menace * 0.999}
            if which == "draws":
                draws = chunk._draws(keys, step, layout, there.apart)
                changes = {"effort": draws.sight_of_effort, "caution": draws.crisis}
            elif which == "levers":
                changes = {"menace": levers_of(s).level}
            elif which != "nothing":
                act = dict(month.ORDER)[which]
                changes = there.apart(partial(month._changes, act, s, p, luck, levers, there))
                changes.pop("events")
            return chunk._packed(s.updated(changes)), None

        return jax.lax.scan(once, packed, jnp.arange(MONTHS, dtype=jnp.uint32))[0]

    found = {}
    for which in ["nothing", "draws", "levers", *dict(month.ORDER)]:
        run: Callable[[], Any] = lambda which=which: jax.block_until_ready(  # noqa: E731
            walk(go, packed, keys, table, tables, now, which)
        )
        run()
        least = np.inf
        for _ in range(REPEATS):
            begun = time.process_time()
            run()
            least = min(least, time.process_time() - begun)
        found[which] = least / MONTHS * 1e6
    nothing = found.pop("nothing")
    return {name: max(0.0, value - nothing) for name, value in found.items()} | {
        "carrying the state": nothing
    }
