"""Which policies a scenario offers: those of its own folder, and the shipped ones; chosen by name."""

from __future__ import annotations

import os
from dataclasses import replace

from kennan import policies, scenarios
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.policies import Policy
from kennan.policies.check import build, unchanging

ENDING = ".toml"


def names(scenario: scenarios.Chosen | None) -> list[str]:
    """Return the names by which policies can be chosen: the scenario's own first."""
    mine = own(scenario)
    return [*mine, *(name for name in policies.names() if name not in mine)]


def own(scenario: scenarios.Chosen | None) -> list[str]:
    """Return the names of the policies of a scenario's own folder."""
    return sorted(_own(scenario))


def load(name: str | os.PathLike[str], scenario: scenarios.Chosen | None) -> Policy:
    """Return a policy of a scenario by its name, or any other as :func:`kennan.policies.load` does.

    Raises
    ------
    BadInput : there is none of that name, or it cannot be used; all faults at once.
    """
    mine = _own(scenario)
    shipped = name in policies.names() and name not in mine
    if not mine or shipped or not isinstance(name, str) or _is_path(name):
        return policies.load(name)
    if name not in mine:
        do = "give one of these names, or the path of your own file, which ends in .toml"
        raise BadInput(unknown("policy", name, names(scenario), do=do))
    assert isinstance(scenario, scenarios.Folder)
    return _read(name, scenario)


def named(name: str, scenario: scenarios.Chosen | None) -> Policy:
    """Return a policy that a plan names; unlike :func:`load` it never reads a file of the machine.

    Raises
    ------
    BadInput : there is none of that name, or it cannot be used; all faults at once.
    """
    if name not in names(scenario):
        do = "put the whole policy into the plan; kennan run with --policy does so"
        raise BadInput(unknown("policy", name, names(scenario), "", do))
    return load(name, scenario)


def _own(scenario: scenarios.Chosen | None) -> dict[str, str]:
    """Return the files of a folder's own policies by name; those that come with the package have the shipped ones."""
    return scenario.policies if isinstance(scenario, scenarios.Folder) else {}


def _read(name: str, folder: scenarios.Folder, inner: bool = False) -> Policy:
    faults = Faults()
    document = folder.toml(folder.policies[name], faults)
    faults.raise_if_any()
    assert document is not None  # what could make it None has been raised
    if inner:
        return replace(build(unchanging(document.data, document.where()), document.where), at=document.where)
    made = build(document.data, document.where, lambda other: _next(other, folder))
    if made.name != name:
        what = f"the policy of {folder.policies[name]} is called {made.name!r}"
        raise BadInput(Fault(what, document.where("policy", "name"), name, do="call both the same"))
    return replace(made, at=document.where)


def _next(name: str, folder: scenarios.Folder) -> Policy:
    """Return what a policy of a folder changes to: another of the folder, or a shipped one."""
    plain = name.removeprefix("./").removesuffix(ENDING)
    if plain in folder.policies:
        return _read(plain, folder, inner=True)
    if _is_path(name):
        do = "name one of the same folder, or a shipped one"
        raise BadInput(Fault(f"there is no policy {name} in the scenario", do=do))
    return policies.load(name)


def _is_path(text: str) -> bool:
    return text.endswith(ENDING) or "/" in text or "\\" in text
