"""Reads the words of a command line: options are written in full and say one thing once. Standard library only."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NoReturn

from kennan.faults import BadInput, Fault, nearest

NOTED = "faults_of_options"  # where a namespace carries what was found wrong while it was filled
SEEN = "options_given"


class Once(argparse._StoreAction):
    """Keeps the one value of an option, and notes a fault when it is given twice.

    ``beside`` says how the second value could stand beside the first ("--vs {} for a policy beside it").
    """

    def __init__(self, *args: Any, beside: str = "", **more: Any):
        super().__init__(*args, **more)
        self.beside = beside

    def __call__(
        self,
        _: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: Any = None,
    ) -> None:
        """Keep the value."""
        _note_again(namespace, self.dest, option_string, self.beside and ", or " + self.beside.format(values))
        setattr(namespace, self.dest, values)


class Refused(argparse.Action):
    """Notes that an option which other commands have is not for this one, and ``why``."""

    def __init__(self, *args: Any, why: str = "", **more: Any):
        super().__init__(*args, **{**more, "default": argparse.SUPPRESS})
        self.why = why

    def __call__(
        self,
        _: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,  # noqa: ARG002
        option_string: Any = None,
    ) -> None:
        """Note the fault."""
        _note(namespace, Fault(f"{option_string} is not for this command: {self.why}"))


class YesOrNo(argparse.BooleanOptionalAction):
    """Keeps ``--name`` or ``--no-name``, and notes a fault when both are said."""

    def __call__(
        self,
        parser: argparse.ArgumentParser,
        namespace: argparse.Namespace,
        values: Any,
        option_string: Any = None,
    ) -> None:
        """Keep which of the two was said."""
        before = getattr(namespace, self.dest, None)
        super().__call__(parser, namespace, values, option_string)
        if before is not None and before != getattr(namespace, self.dest):
            fault = Fault(f"{' and '.join(self.option_strings)} contradict each other", do="keep one")
            _note(namespace, fault)


class Help(argparse.RawDescriptionHelpFormatter):
    """Help in two columns that leave room for the words."""

    def __init__(self, prog: str, **more: Any):
        super().__init__(prog, max_help_position=30, **more)


class Parser(argparse.ArgumentParser):
    """A parser whose complaints come out like all others."""

    def __init__(self, *args: Any, **more: Any):
        super().__init__(*args, **{"formatter_class": Help, "allow_abbrev": False, **more})
        for name in (None, "store"):
            self.register("action", name, Once)

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        where, _, what = message.partition(": ") if message.startswith("argument ") else ("", "", message)
        place = where.removeprefix("argument ")
        raise BadInput(Fault(what, place, do=_help(self)))


def parse(parser: Parser, words: Sequence[str]) -> argparse.Namespace:
    """Return what was asked for.

    Raises
    ------
    BadInput : a command or an option that does not exist, an option of one value given twice, a word too many; all
        at once.
    """
    _refuse_unknown_command(list(words), parser)
    asked, rest = parser.parse_known_args(list(words))
    inner = subparser(parser, list(words))
    faults = [replace(fault, do=fault.do or _help(inner)) for fault in vars(asked).pop(NOTED, [])]
    vars(asked).pop(SEEN, None)
    if faults := faults + _unknown(rest, inner):
        raise BadInput(faults)
    return asked


def choices(of: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    """Return the commands below a parser, by name."""
    found = [a.choices for a in of._actions if isinstance(a, argparse._SubParsersAction)]
    return dict(found[0]) if found else {}


def subparser(of: argparse.ArgumentParser, words: Sequence[str]) -> argparse.ArgumentParser:
    """Return the parser of the command that the first words name."""
    for word in words:
        below = choices(of)
        if word not in below:
            break
        of = below[word]
    return of


def flags(of: argparse.ArgumentParser) -> list[str]:
    """Return the options of a parser."""
    return [flag for action in of._actions for flag in action.option_strings]


def _note(namespace: argparse.Namespace, fault: Fault) -> None:
    vars(namespace).setdefault(NOTED, []).append(fault)


def _note_again(namespace: argparse.Namespace, dest: str, option: str | None, otherwise: str) -> None:
    """Note a fault when this option has been given before; words without an option cannot be."""
    if option is None:
        return
    seen: list[str] = vars(namespace).setdefault(SEEN, [])
    if seen.count(dest) == 1:
        _note(namespace, Fault(f"{option} is given twice", do=f"keep one{otherwise}"))
    seen.append(dest)


def _refuse_unknown_command(words: list[str], parser: argparse.ArgumentParser) -> None:
    """Say which command was meant, at both levels, before argparse says it badly."""
    while (inner := choices(parser)) and words:
        word = words[0]
        if word.startswith("-"):
            return
        if word not in inner:
            kind = "command" if parser.prog == "kennan" else f"command under {parser.prog}"
            what = f"there is no {kind} called {word!r}"
            raise BadInput(Fault(what, "", ", ".join(inner), nearest(word, inner), f"{parser.prog} --help"))
        parser, words = inner[word], words[1:]
    if inner and not words:
        what = f"{parser.prog} needs one more word"
        raise BadInput(Fault(what, "", ", ".join(inner), do=f"{parser.prog} --help"))


def _unknown(rest: list[str], parser: argparse.ArgumentParser) -> list[Fault]:
    """Name every option that does not exist, with the nearest that does."""
    known = flags(parser)
    faults: list[Fault] = []
    for word in rest:
        option = word.split("=", 1)[0]
        if option.startswith("-"):
            what = f"there is no option {option}"
            faults.append(Fault(what, "", nearest=nearest(option, known), do=_help(parser)))
        elif not faults:
            faults.append(Fault(f"{word!r} is one word too many", do=_help(parser)))
    return faults


def _help(parser: argparse.ArgumentParser) -> str:
    return f"{parser.prog} --help shows what can be said"
