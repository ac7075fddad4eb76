"""The month with extensions in it: the only place where code that somebody brought is run.

Running it is a matter of trust: it can do whatever its user can. So it is run when the user named its folder in this
process, or has let it run on this machine before (:mod:`kennan.engine.consent`), and never because a plan or a run
from elsewhere carries it.
"""

from __future__ import annotations

import linecache
import re
import sys
import types
from collections.abc import Iterable
from functools import cache
from typing import Any

from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import in_use
from kennan.model.extension import CODE, HEAD, Extension

_trusted: set[str] = set()  # digests
Step = Any


def trust(extension: Extension) -> None:
    """Let an extension's code run in this process."""
    _trusted.add(extension.digest)


def is_trusted(extension: Extension) -> bool:
    """Say whether its code may run in this process."""
    return extension.digest in _trusted


def refuse_untrusted(these: Iterable[Extension]) -> None:
    """Raise BadInput for extensions whose code nobody has let run."""
    faults = Faults()
    for one in these:
        if not is_trusted(one):
            what = f"the plan carries code of somebody's, {one.name!r} by {one.author!r}, which is not run unasked"
            do = "kennan trust RUN shows it, and with --yes lets it run on this machine; or give --with the same folder"
            faults.add(what, where="extensions", do=do)
    faults.raise_if_any()


def function(extension: Extension) -> Step:
    """Return an extension's function; its file is run once in a process.

    Raises
    ------
    BadInput : nobody has let it run; or its file raises as it is run.
    """
    refuse_untrusted([extension])
    return vars(_module(extension))["advance"]


@cache
def _module(extension: Extension) -> types.ModuleType:
    name = f"kennan_extension.{extension.name}_{extension.digest[:12]}"
    made = types.ModuleType(name)
    made.__file__ = path = extension.path(CODE)
    text = extension.code
    linecache.cache[path] = (len(text), None, text.splitlines(keepends=True), path)
    sys.modules[name] = made  # dataclasses look there for what they are made of
    try:
        exec(compile(text, path, "exec", dont_inherit=True), made.__dict__)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # code that ends the process is told like any other
        del sys.modules[name]
        raise BadInput(raised(error, extension, "as its file is read")) from None
    return made


def raised(error: BaseException, extension: Extension, when: str) -> Fault:
    """Return as a fault what an extension's code raised, with the line of it."""
    path, line, at = extension.path(CODE), 0, error.__traceback__
    while at is not None:
        if at.tb_frame.f_code.co_filename == path:
            line = at.tb_lineno
        at = at.tb_next
    said = " ".join(str(error).split())
    if len(said) > 200:  # whole sentences, where there are any
        said = said[:200].rpartition(". ")[0] or said[:197] + "..."
    return Fault(
        f"the mechanism raises {type(error).__name__} {when}: {said}", f"{path}:{line}" if line else path
    )


def order(base: tuple[tuple[str, Step], ...]) -> tuple[tuple[str, Step], ...]:
    """Return the month of the model in use.

    Raises
    ------
    BadInput : an extension stands nowhere, or its code may not run.
    """
    steps = dict(base) | {one.name: function(one) for one in in_use.extensions()}
    return tuple((name, steps[name]) for name in names([name for name, _ in base], in_use.extensions()))


def names(base: list[str], these: Iterable[Extension]) -> list[str]:
    """Return the names of the steps with extensions in place.

    Those that stand after the same step follow one another by name; whatever stands after or before a step that
    another replaces stands there with what replaces it.

    Raises
    ------
    BadInput : a step is unknown, or replaced twice.
    """
    found, waiting, faults = list(base), list(these), Faults()
    instead: dict[str, str] = {}
    last: dict[str, str] = {}  # after each step, the extension that was put there last
    while waiting:
        one = next((e for e in waiting if instead.get(e.step, e.step) in found), waiting[0])
        waiting.remove(one)
        if one.step in instead and one.stands == "replaces":
            what = f"{one.name!r} and {instead[one.step]!r} both replace the step {one.step!r}"
            faults.add(what, where=one.path(HEAD), do="leave one of them out")
            continue
        step = instead.get(one.step, one.step)
        if step not in found:
            do = "kennan.model.month tells the order of the month and why it is this one"
            faults.found.append(unknown("step of the month", one.step, found, _where(one), do))
            continue
        at = found.index(step)
        if one.stands == "replaces":
            instead[one.step] = found[at] = one.name
        elif one.stands == "before":
            found.insert(at, one.name)
        else:
            found.insert(found.index(last.get(step, step)) + 1, one.name)
            last[step] = one.name
    faults.raise_if_any()
    return found


def _where(one: Extension) -> str:
    """Return the place, with its line, where an extension says where it stands."""
    lines = dict(one.files).get(HEAD, "").splitlines()
    at = [number for number, line in enumerate(lines, 1) if re.match(rf"{one.stands}\s*=", line)]
    return f"{one.path(HEAD)}{f':{at[0]}' if at else ''} {one.stands}"


def of_step(step: str) -> Extension | None:
    """Return the extension that a step of the month is, or None for one of the article's."""
    return next((one for one in in_use.extensions() if one.name == step), None)
