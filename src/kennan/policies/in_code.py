"""A policy whose levers are set by a function of Python, month by month, from what the open power can see."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from kennan.faults import BadInput, Fault
from kennan.policies.check import NAME
from kennan.policies.load import load
from kennan.policies.policy import Code, Policy

BASE = "containment"


def is_code(thing: Any) -> bool:
    """Return whether something can set levers: a function, or an object with a method ``act``."""
    return not isinstance(thing, type | Policy | str) and (
        callable(thing) or callable(getattr(thing, "act", None))
    )


def in_code(act: Any, name: str = "", base: str | Policy = BASE, sentence: str = "") -> Policy:
    """Return a policy whose levers are set by a function.

    Parameters
    ----------
    act : a function of what is seen, or an object with such a method ``act``. What is seen is float32 [world] by name
        (``seen.orbit_seen``; ``kennan list seen``), the past month's; it returns levers by name, each a number or
        [world], which are held within their bounds. It is traced by JAX and asked once a month for all worlds
        at once: choices are made with ``jax.numpy.where``, not with ``if``.
    name : what the policy is called; left out, the function's own name.
    base : the policy of the levers that the function does not name, and of all levers in the first month, when nothing
        has been seen yet.
    sentence : what it stands for; left out, the first line of the function's docstring.

    Raises
    ------
    BadInput : there is no function, it has no name that a policy can have, or no such base.

    Example
    -------
    >>> from kennan import policies
    >>> policies.in_code(lambda seen: {"level": 0.2 + seen.orbit_seen}, name="answer").name
    'answer'
    """
    if inspect.isclass(act) and callable(getattr(act, "act", None)):
        do = f"hand in an object of it: {act.__name__}(...)"
        raise BadInput(Fault(f"{act.__name__} is a class, and no object of it", "policies", do=do))
    if not is_code(act):
        allowed = "a function of what is seen, or an object with such a method called act"
        raise BadInput(Fault(f"{act!r} cannot set levers", "policies", allowed))
    function: Callable[..., Any] = act.act if callable(getattr(act, "act", None)) else act
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        do = "write def without async: it is asked once a month, and answers at once"
        raise BadInput(Fault(f"{_name(act)} is async, and nothing here waits for it", "policies", do=do))
    called = name or getattr(act, "name", "") or getattr(act, "__name__", type(act).__name__)
    if not isinstance(called, str) or not NAME.fullmatch(called):
        do = 'give it one: kennan.policies.in_code(function, name="mine")'
        raise BadInput(Fault(f"a policy cannot be called {called!r}", "policies", do=do))
    rest = base if isinstance(base, Policy) else load(base)
    if rest.then or rest.code:
        what = f"{rest.name!r} cannot stand behind a function, as it changes or is one itself"
        raise BadInput(Fault(what, "base", do="name a policy of schedules and rules"))
    said = sentence or (inspect.getdoc(function) or "").partition("\n")[0].strip()
    return replace(
        rest,
        name=called,
        title=called,
        author="a function of Python",
        source="the function's own text, which the plan keeps",
        sentence=re.sub(r"\s+", " ", said) or f"Levers set by a function of Python, the rest as {rest.name}.",
        code=Code("", _source(function), function),
    )


def _name(act: Any) -> str:
    return str(getattr(act, "__name__", type(act).__name__))


def _source(function: Callable[..., Any]) -> str:
    """Return the text of a function, for whoever reads the plan; "" where Python does not know it."""
    try:
        return inspect.cleandoc("\n" + inspect.getsource(function))
    except (OSError, TypeError):
        return ""
