"""Policies in code: what they are known by, and a first try before anything is compiled."""

from __future__ import annotations

import dataclasses
import traceback
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kennan.article.fields import shown
from kennan.engine import devices, fingerprint
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.policies import Policy, levers, seen

if TYPE_CHECKING:
    from kennan.engine.plan import Plan

HOUSE = Path(__file__).parents[1]
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
    digest, refused = _told(policy.code.act, where), None
    try:
        _try(policy.code.act, where)
    except BadInput as error:
        refused = error
    if _told(policy.code.act, where) != digest:
        what, do = "the policy changes what it reads", "let its answer follow from what is seen alone"
        raise BadInput(Fault(what, where, do=do))
    if refused:
        raise refused
    return replace(policy, code=replace(policy.code, digest=digest))


def _told(act: Callable[..., Any], where: str) -> str:
    try:
        return fingerprint.of(act)
    except fingerprint.CannotTell as error:
        owner = getattr(act, "__self__", None)
        if owner is not None and not dataclasses.is_dataclass(owner):
            name = type(owner).__name__
            what = (
                f"the policy is a method of {name}, and what an object of a plain class holds cannot be told"
            )
            do = (
                f"make {name} a dataclass: @dataclass(frozen=True) above its class line, and its fields below"
            )
            raise BadInput(Fault(what, where, "a function, or an object of a dataclass", do=do)) from None
        allowed = "a function of what is seen, of numbers, arrays and dataclasses, and of JAX and NumPy"
        what = f"the policy reads what cannot be told from its code: {error}"
        raise BadInput(Fault(what, where, allowed, do="hand in what it needs as numbers or arrays")) from None


def _try(act: Callable[..., Any], where: str) -> None:
    """Ask a function in some worlds, and in half of them alone; refuse what cannot set levers."""
    import jax.numpy as jnp
    import numpy as np

    from kennan.model.names import Names

    ranges = {name: (one.low, min(one.high, one.low + 1.0)) for name, one in seen().items()}
    observed = {n: jnp.linspace(low, high, TRIED, dtype=jnp.float32) for n, (low, high) in ranges.items()}
    half = TRIED // 2
    whole = _answer(act, Names(observed), TRIED, where)
    alone = _answer(act, Names({name: value[:half] for name, value in observed.items()}), half, where)
    faults = Faults()
    for name, value in whole.items():
        if name not in alone or not np.allclose(value[:half], alone[name], rtol=1e-5, atol=1e-6):
            what, do = (
                f"{name} of one world follows from what is seen in others",
                "let each answer for itself",
            )
            faults.add(what, where=where, do=do)
    faults.raise_if_any()


def _answer(act: Callable[..., Any], observed: Any, worlds: int, where: str) -> dict[str, Any]:
    """Return what a function answers, float32 [world] by lever; refuse what are no levers, all faults at once."""
    import jax.numpy as jnp
    import numpy as np

    try:
        answer = act(observed)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a function that ends the process is told like any other
        raise BadInput(_raised(error, where)) from error
    if not isinstance(answer, Mapping):
        allowed = 'levers by name, as in {"level": 0.5}'
        raise BadInput(Fault(f"the policy answers with {shown(answer)}", where, allowed))
    faults, found, allowed = Faults(), {}, "a number, or one for each world"
    for name, value in answer.items():
        if name not in levers():
            faults.found.append(unknown("lever", str(name), levers(), where, do="kennan list levers"))
            continue
        try:
            table = np.asarray(jnp.asarray(value, jnp.float32))
        except (TypeError, ValueError):
            faults.add(f"{name} is {shown(value)}", where=where, allowed=allowed)
            continue
        if table.shape not in ((), (worlds,)):
            what = f"{name} has the shape {list(table.shape)} in {worlds} worlds"
            faults.add(what, where=where, allowed=allowed)
        elif not np.isfinite(table).all():
            faults.add(f"{name} is no finite number for some of what may be seen", where=where)
        else:
            found[name] = np.broadcast_to(table, worlds)
    faults.raise_if_any()
    return found


def no_numbers(act: Callable[..., Any], stood: Mapping[str, Any]) -> list[str]:
    """Return which levers a function sets to no finite number, as far as that can be told from a month's numbers.

    Parameters
    ----------
    stood : quantities [world] by name; a function that reads what is not among them tells nothing.
    """
    import numpy as np

    from kennan.model.names import Names
    from kennan.policies import observation

    try:
        observed = {
            n: stood[quantity] for n, quantity, of in observation.for_rules() if quantity in stood and not of
        }
        answer = act(Names(observed))
        return [name for name, value in answer.items() if not np.isfinite(np.asarray(value)).all()]
    except Exception:  # it reads a sight that is not at hand
        return []


def _raised(error: BaseException, where: str) -> Fault:
    """Return what a function raised, with the last line of it that was reached: its own, not a library's or ours."""
    frames = traceback.extract_tb(error.__traceback__)
    theirs = [
        f for f in frames if "site-packages" not in f.filename and not f.filename.startswith(str(HOUSE))
    ]
    last = (theirs or frames)[-1]
    do = ""
    if "truth value" in str(error) or type(error).__name__ == "TracerBoolConversionError":
        do = "choose with jax.numpy.where, for all worlds at once, in place of if"
    what = f"the policy raised {type(error).__name__}: {str(error).strip().partition(chr(10))[0]}"
    return Fault(what, f"{where}, {last.filename}:{last.lineno}", do=do)


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
