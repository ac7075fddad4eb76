"""Finds a policy by name or path and reads it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kennan import toml
from kennan.article.fields import shown
from kennan.faults import BadInput, Fault, unknown
from kennan.policies.check import build, unchanging
from kennan.policies.policy import Policy

HERE = Path(__file__).parent
REGISTERS = ("by_hand", "levers", "observation")


def names() -> list[str]:
    """Return the names of the shipped policies, in alphabetical order."""
    return sorted(path.stem for path in HERE.glob("*.toml") if path.stem not in REGISTERS)


def load(name_or_path: str | os.PathLike[str]) -> Policy:
    """Read a policy.

    Parameters
    ----------
    name_or_path : a shipped policy's name, or the path of a TOML file: anything that ends in ".toml" or
        contains a path separator.

    Raises
    ------
    BadInput : there is no such policy, or it cannot be used; all faults at once.
    """
    if not isinstance(name_or_path, str | os.PathLike) or "\0" in str(name_or_path):
        fault = Fault(
            f"a policy cannot be called {shown(name_or_path)}", allowed="a name, or the path of a TOML file"
        )
        raise BadInput(fault)
    asked = str(name_or_path)
    ours = isinstance(name_or_path, str) and not _is_path(asked)
    if ours:
        if asked not in names():
            do = "give one of these names, or the path of your own file, which ends in .toml"
            raise BadInput(unknown("policy", asked, names(), do=do))
        asked = str(HERE / f"{asked}.toml")
    document = toml.read(asked, "policy file")
    made = build(document.data, document.where, lambda name: _next(name, Path(asked).parent))
    # nobody mends a file of the package: a shipped policy is told by its name
    return made if ours else replace(made, at=document.where)


def shipped(name: str) -> Policy:
    """Return a shipped policy; unlike :func:`load` it never reads a reader's file.

    Raises
    ------
    BadInput : there is none of that name.
    """
    if name not in names():
        do = "put the whole policy there, or give a shipped name"
        raise BadInput(unknown("policy", name, names(), do=do))
    return load(name)


def of(document: toml.Document) -> Policy:
    """Return the policy of a TOML text that came without a folder: what it changes to is shipped, or stands in it.

    Raises
    ------
    BadInput : it cannot be used; all faults at once.
    """
    return build(document.data, document.where, shipped)


def from_dict(data: Mapping[str, Any]) -> Policy:
    """Return the policy that :meth:`Policy.as_dict` gave.

    What ``then`` changes to may also be named, as a shipped policy; no file is read.

    Raises
    ------
    BadInput : the data do not describe a policy; all faults at once.
    """
    return build(data, lambda *keys: " ".join(["policy", ".".join(str(key) for key in keys)]), shipped)


def _next(name: str, folder: Path) -> Policy:
    """Read what a policy file changes to: a shipped policy, or a path as seen from the file's folder."""
    if not _is_path(name):
        return load(name)
    document = toml.read(folder / name, "policy file")
    return replace(build(unchanging(document.data, str(folder / name)), document.where), at=document.where)


def _is_path(text: str) -> bool:
    return text.endswith(".toml") or any(mark in text for mark in ("/", "\\", os.sep))
