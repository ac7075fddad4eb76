"""What the opponent may read: its information set as declared, and as the model's own equations have it.

The two are compared by a test, so that "it does not cheat" is a finding and not a promise.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from kennan import toml


@cache
def declared() -> dict[str, Any]:
    """Return what each side's opponent is declared to read, as ``opponent.toml`` says it: of "open" and "closed", who
    is the opponent.
    """
    return toml.read(Path(__file__).parent / "opponent.toml", "information set of the opponent").data


def found(step: str, quantity: str) -> dict[str, tuple[str, ...]]:
    """Return what one decision of the closed power reads of the open one by its equations: "west" and "levers"."""
    from kennan.engine import devices

    devices.prepare()
    from kennan.engine.trace import reads

    west = set(declared()["west"]["quantities"])
    every = reads(step, quantity, 3)
    return {"west": tuple(sorted(west & set(every["state"]))), "levers": tuple(sorted(every["lever"]))}


def rules_read() -> tuple[str, ...]:
    """Return the quantities of the model that a policy's rules can read, by tracing the equations of the levers."""
    from kennan.engine import devices

    devices.prepare()
    import jax
    import jax.numpy as jnp
    import numpy as np

    from kennan import policies
    from kennan.model import quantities
    from kennan.model.names import Names
    from kennan.world import action

    sizes = {"world": (2,), "rival": (3, 2), "theatre": (3, 2)}
    state = {name: jnp.zeros(sizes[q.axes], jnp.float32) for name, q in quantities.load().items()}
    made = policies.arrays(policies.load("answering"), 1947.0, 1, 1 / 12)
    now = {name: jnp.asarray(value[0]) for name, value in vars(made).items()}
    constant = np.full((len(policies.levers()), 2), np.nan, np.float32)
    traced = jax.make_jaxpr(lambda s: dict(action.deciding(now, constant)(Names(s))))(state).jaxpr
    needed = set(traced.outvars)
    for equation in reversed(traced.eqns):
        if needed & set(equation.outvars):
            needed |= {one for one in equation.invars if not hasattr(one, "val")}
    paths = [path[0].key for path, _ in jax.tree_util.tree_flatten_with_path(state)[0]]
    return tuple(name for name, one in zip(paths, traced.invars, strict=True) if one in needed)
