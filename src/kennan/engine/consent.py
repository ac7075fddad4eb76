"""Which extensions may run their code on this machine: those that its user has run, or has let run, before.

An extension's code can do whatever its user can. Naming its folder (``--with``) is consent to it as it stands there,
file by file; a plan or a run from elsewhere that carries one is not. What was consented to is remembered by the digest
of its files in the folder of :mod:`kennan.engine.kept`, where compiled programs lie that are run likewise: so later
commands on one's own run ask nothing, and a single changed letter asks again.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterable
from dataclasses import replace
from os import PathLike
from pathlib import Path
from typing import Any

from kennan.engine import devices, kept
from kennan.faults import BadInput, Fault, Faults
from kennan.model import extended, extension, in_use
from kennan.model.extension import Extension

ENDING, KEPT = ".trusted", 200


def give(extension: Extension) -> None:
    """Let an extension's code run, now and in later processes of this user on this machine."""
    extended.trust(extension)
    if not kept.is_there(_name(extension)):
        kept.save(_name(extension), extension.name, KEPT)


def recall(these: Iterable[Extension]) -> None:
    """Let those run in this process that were let run before."""
    for one in these:
        if not extended.is_trusted(one) and kept.load(_name(one)) == one.name:
            extended.trust(one)


def chosen(asked: Iterable[Any], *, files: bool = True) -> tuple[Extension, ...]:
    """Return extensions by name, sound by themselves and beside each other; what is named by a path may run its code.

    What may run is tried on a handful of columns; what may not is only read.

    Parameters
    ----------
    asked, files : as for :func:`kennan.model.extension.choose`.

    Raises
    ------
    BadInput : all faults of all of them at once.
    """
    faults, found = Faults(), dict[str, Extension]()
    for one in asked:
        try:
            made = extension.choose(one, files=files)
        except BadInput as error:
            faults.take(error)
            continue
        if found.setdefault(made.name, made) != made:
            do = "leave one of them out, or give one of them another name"
            faults.add(f"two extensions are called {made.name!r}", where="extensions", do=do)
        if files and isinstance(one, str | PathLike):
            give(made)
    faults.raise_if_any()
    these = tuple(found[name] for name in sorted(found))
    if not these:
        return ()
    recall(these)
    if all(extended.is_trusted(one) for one in these):
        devices.prepare()
        from kennan.model import trial  # it needs JAX

        trial.check(these)
    else:
        from kennan.model import beside

        beside.check(these)
    return these


def named(given: str | PathLike[str] | Extension | Iterable[Any]) -> tuple[Extension, ...]:
    """Return the extensions of one name or several, as Python takes them; where none is named, those in use.

    Raises
    ------
    BadInput : all faults of all of them at once.
    """
    asked = (given,) if isinstance(given, str | PathLike | Extension) else tuple(given)
    return chosen(asked) if asked else in_use.extensions()


def adopt(asked: Iterable[str], plans: Iterable[Path] = ()) -> None:
    """Go on under the model with the extensions of ``--with``.

    Parameters
    ----------
    asked : what was typed.
    plans : those of the runs that the command reads, which must have been made with the same extensions: then naming
        them lets their code run. A plan that cannot be read is left to the command, which will say so.

    Raises
    ------
    BadInput : all faults of all of them at once; or a run was made with others.
    """
    faults = Faults()
    try:
        these = chosen(asked)
    except BadInput as error:
        raise BadInput(
            [replace(f, where="--with") if f.where == "extensions" else f for f in error.faults]
        ) from None
    for plan in plans:
        with contextlib.suppress(BadInput, OSError, ValueError, AttributeError):
            given = json.loads(plan.read_bytes()).get("extensions", ())
            if (made := [extension.choose(one, files=False) for one in given]) != list(these):
                faults.found.append(_others(plan.parent, made, these))
    faults.raise_if_any()
    in_use.adopt(these)


def _others(run: Path, made: Iterable[Extension], these: Iterable[Extension]) -> Fault:
    """Return that a run was made with other extensions than those that were named."""
    before, now = {one.name: one for one in made}, {one.name: one for one in these}
    changed = [name for name in now if name in before and before[name] != now[name]]
    held = ", ".join(before) or "none"
    what = f"the run {run} was made with other extensions: {held}"
    if changed and before.keys() == now.keys():
        what = f"the run {run} was made with another version of {', '.join(changed)}"
    do = f"leave --with out: the run keeps its own{f', and kennan trust {run} lets them run' if before else ''}"
    return Fault(what, "--with", allowed=f"{held}, file by file" if before else "", do=do)


def adopt_of(plan: Path) -> None:
    """Go on under the model of a run's plan; one that cannot be read is left to the command, which will say so."""
    with contextlib.suppress(BadInput, OSError, ValueError, AttributeError):
        in_use.adopt(chosen(json.loads(plan.read_bytes()).get("extensions", ()), files=False))


def _name(extension: Extension) -> str:
    return f"extension-{extension.digest}{ENDING}"
