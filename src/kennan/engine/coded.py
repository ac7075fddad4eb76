"""Policies in code: what they are known by, and a first try before anything is compiled."""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kennan.article.fields import shown
from kennan.engine import devices, fingerprint
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.policies import Policy, levers, seen

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

TRIED = 8  # worlds in which a function is tried


def completed(policy: Policy) -> Policy:
    """Return a policy in code with the digest of its function, after a first try.

    Raises
    ------
    BadInput : the function reads something that may change from call to call, raises, or answers with what are no
        levers; all faults at once.
    """
    if policy.code is None or policy.code.act is None:
        return policy
    devices.prepare()
    where = f"policy {policy.name}"
    digest = _told(policy.code.act, where)
    try:
        _try(policy.code.act, where)
    finally:
        if _told(policy.code.act, where) != digest:
            what, do = "the policy changes what it reads", "let its answer follow from what is seen alone"
            raise BadInput(Fault(what, where, do=do))
    return replace(policy, code=replace(policy.code, digest=digest))


def _told(act: Callable[..., Any], where: str) -> str:
    try:
        return fingerprint.of(act)
    except fingerprint.CannotTell as error:
        allowed = "a function of what is seen, of numbers, arrays and dataclasses, and of JAX and NumPy"
        what = f"the policy reads what cannot be told from its code: {error}"
        raise BadInput(Fault(what, where, allowed, do="hand in what it needs as numbers or arrays")) from None


def _try(act: Callable[..., Any], where: str) -> None:
    import jax.numpy as jnp
    import numpy as np

    from kennan.model.names import Names

    ranges = {name: (one.low, min(one.high, one.low + 1.0)) for name, one in seen().items()}
    sights = Names(
        {n: jnp.linspace(low, high, TRIED, dtype=jnp.float32) for n, (low, high) in ranges.items()}
    )
    try:
        answer = act(sights)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        raise BadInput(_raised(error, where)) from error
    faults = Faults()
    if not isinstance(answer, Mapping):
        allowed = 'levers by name, as in {"level": 0.5}'
        raise BadInput(Fault(f"the policy answers with {shown(answer)}", where, allowed))
    for name, value in answer.items():
        if name not in levers():
            faults.found.append(unknown("lever", str(name), levers(), where, do="kennan list levers"))
            continue
        try:
            table = np.asarray(jnp.asarray(value, jnp.float32))
        except (TypeError, ValueError):
            faults.add(f"{name} is {shown(value)}", where=where, allowed="a number, or one for each world")
            continue
        if table.shape not in ((), (TRIED,)):
            allowed = "a number, or one for each world"
            faults.add(
                f"{name} has the shape {list(table.shape)} in {TRIED} worlds", where=where, allowed=allowed
            )
        elif not np.isfinite(table).all():
            faults.add(f"{name} is no finite number for some of what may be seen", where=where)
    faults.raise_if_any()
    # a world is the same whatever worlds stand beside it
    half = TRIED // 2
    some = act(Names({name: value[:half] for name, value in sights.items()}))
    for name, value in answer.items():
        whole, part = (
            np.broadcast_to(np.asarray(x, np.float32), n) for x, n in ((value, TRIED), (some[name], half))
        )
        if not np.allclose(whole[:half], part, rtol=1e-5, atol=1e-6):
            what, do = (
                f"{name} of one world follows from what is seen in others",
                "let each world answer for itself",
            )
            faults.add(what, where=where, do=do)
    faults.raise_if_any()


def _raised(error: BaseException, where: str) -> Fault:
    """Return what a function raised, with the line of it that did."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    ours = [f for f in traceback.extract_tb(error.__traceback__) if "/jax/" not in f.filename][-1] or last
    do = ""
    if "truth value" in str(error) or type(error).__name__ == "TracerBoolConversionError":
        do = "choose with jax.numpy.where, for all worlds at once, in place of if"
    text = str(error).strip().partition("\n")[0]
    return Fault(
        f"the policy raised {type(error).__name__}: {text}", f"{where}, {ours.filename}:{ours.lineno}", do=do
    )


def demand_functions(plan: Plan) -> None:
    """Refuse a plan with a policy in code of which only the name has been kept.

    Raises
    ------
    BadInput : there is one.
    """
    for policy in plan.policies:
        if policy.code is not None and policy.code.act is None:
            what = f"{policy.name!r} is a function of Python, of which the plan keeps the text and the digest only"
            do = "run it from Python, with the function itself: kennan.run(policy=...)"
            raise BadInput(Fault(what, "policies", do=do))


def demand_rules(plans: Iterable[Plan], what: str) -> None:
    """Refuse policies in code where only schedules and rules can be followed.

    Raises
    ------
    BadInput : there is one.
    """
    for plan in plans:
        for policy in plan.policies:
            if policy.code is not None:
                said = f"{policy.name!r} is a function of Python, which {what} cannot follow"
                raise BadInput(Fault(said, "policies", "a policy of schedules and rules"))
