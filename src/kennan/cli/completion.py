"""Answers a shell that asks what could be typed next: commands, options, names of the registers, files."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from kennan.cli.parser import Once, Parser, choices
from kennan.cli.registers import REGISTERS

SHELLS = ("bash", "zsh", "fish")
NAMES = {  # what a word that helps with this metavar's option is
    "--policy": "policies",
    "--vs": "policies",
    "--off": "mechanisms",
    "--only": "mechanisms",
    "--sabotage": "mechanisms",
    "--keep": "quantities",
    "--outcome": "outcomes",
    "--set": "parameters",
    "scenario": "scenarios",
    "--scenario": "scenarios",
    "--like": "scenarios",
    "claims": "claims",
}


def answer(parser: Parser) -> None:
    """Print the answer in the way that the shell's function reads it, and end the process."""
    import argcomplete

    argcomplete.safe_actions.add(Once)
    _teach(parser)
    argcomplete.autocomplete(parser, always_complete_options="long")


def script(shell: str) -> str:
    """Return the lines that a shell reads so that it asks us."""
    import argcomplete

    return str(argcomplete.shellcode(["kennan"], shell=shell))  # type: ignore[no-untyped-call,unused-ignore]


def _teach(parser: argparse.ArgumentParser) -> None:
    for action in parser._actions:
        if teller := _teller(parser.prog, action):
            action.completer = teller  # type: ignore[attr-defined]
    for inner in choices(parser).values():
        _teach(inner)


def _teller(prog: str, action: argparse.Action) -> Callable[..., Iterable[str]] | None:
    if prog == "kennan list":
        return (
            _entries
            if action.dest == "names"
            else (lambda **_: REGISTERS)
            if action.dest == "register"
            else None
        )
    if prog == "kennan rivals" and action.dest == "only":
        return None
    word = next((w for w in (*action.option_strings, action.dest) if w in NAMES), "")
    if not word or (action.dest == "claims" and action.nargs != "*"):
        return None
    return lambda prefix, **_: several(prefix, names(NAMES[word]))


def _entries(parsed_args: argparse.Namespace, **_: Any) -> Iterable[str]:
    return names(parsed_args.register)


def names(register: str) -> list[str]:
    """Return the names of a register's entries."""
    from kennan.cli import registers

    if register not in REGISTERS:
        return []
    key = registers.KEY.get(register, "name")
    return [str(row[key]) for row in registers.rows(register)]


def several(prefix: str, known: Iterable[str]) -> list[str]:
    """Return what a list with commas could become: each known name behind what stands before its last comma."""
    before, comma, _ = prefix.rpartition(",")
    taken = before.split(",")
    return [before + comma + name for name in known if name not in taken]
