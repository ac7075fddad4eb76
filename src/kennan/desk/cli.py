"""The command line: reads what was typed, calls one command, and turns every ending into an exit code.

0: done. 1: a check that was asked for does not hold. 2: the input cannot be used (the message is on standard
error). 70: a fault of the program. 130: stopped with Ctrl-C. Only the standard library is imported here:
anything heavier would make ``kennan --help`` wait.
"""

from __future__ import annotations

import argparse
import importlib
import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from kennan.desk import options
from kennan.faults import BadInput, Fault, nearest

DONE, FAILED, BAD_INPUT, BROKEN, STOPPED = 0, 1, 2, 70, 130


class Parser(argparse.ArgumentParser):
    """A parser whose complaints come out like all others."""

    def error(self, message: str) -> NoReturn:
        """Raise what argparse would print."""
        where, _, what = message.partition(": ") if message.startswith("argument ") else ("", "", message)
        place = where.removeprefix("argument ")
        raise BadInput(Fault(what, place, do=f"{self.prog} --help shows what can be said"))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    arguments : the words after ``kennan``; those of the process when left out.
    """
    try:
        code = _command(sys.argv[1:] if arguments is None else list(arguments))
        sys.stdout.flush()
        return code
    except BadInput as error:
        return _say(str(error), BAD_INPUT)
    except KeyboardInterrupt as stop:
        code = _say("\n".join(["stopped", *map(str, stop.args)]), STOPPED)
        if arguments is None:  # leave at once: compiled code still at work could crash while Python clears up
            os._exit(code)
        return code
    except BrokenPipeError:  # whoever read our output has read enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except Exception as error:
        if os.environ.get("KENNAN_TRACEBACK"):
            raise
        said = " ".join(str(error).split())[:300]
        do = "This is a fault of kennan. KENNAN_TRACEBACK=1 before the command shows where."
        return _say(f"{type(error).__name__}: {said}\n{do}", BROKEN)


def _command(words: list[str]) -> int:
    parser = options.parser(Parser)
    if not words:
        parser.print_help()
        return DONE
    _refuse_unknown_command(words, parser)
    asked, rest = parser.parse_known_args(words)
    if rest:
        _refuse(rest, options.subparser(parser, words))
    module, _, function = asked.command.partition(":")
    return int(getattr(importlib.import_module(f"kennan.desk.commands.{module}"), function)(asked))


def _refuse_unknown_command(words: list[str], parser: argparse.ArgumentParser) -> None:
    """Say which command was meant, at both levels, before argparse says it badly."""
    while (inner := options.choices(parser)) and words:
        word = words[0]
        if word.startswith("-"):
            return
        if word not in inner:
            kind = "command" if parser.prog == "kennan" else f"command under {parser.prog}"
            near = nearest(word, inner)
            do = f"{parser.prog} --help"
            raise BadInput(Fault(f"there is no {kind} called {word!r}", "", ", ".join(inner), near, do))
        parser, words = inner[word], words[1:]
    if inner and not words:
        allowed = ", ".join(inner)
        raise BadInput(Fault(f"{parser.prog} needs one more word", "", allowed, do=f"{parser.prog} --help"))


def _refuse(rest: list[str], parser: argparse.ArgumentParser) -> NoReturn:
    """Name every option that does not exist, with the nearest that does."""
    known = options.flags(parser)
    do = f"{parser.prog} --help shows what can be said"
    faults = []
    for word in rest:
        option = word.split("=", 1)[0]
        if option.startswith("-"):
            faults.append(Fault(f"there is no option {option}", "", nearest=nearest(option, known), do=do))
        elif not faults:
            faults.append(Fault(f"{word!r} is one word too many", do=do))
    raise BadInput(faults)


def _say(message: str, code: int) -> int:
    """Print a message to standard error, if anyone reads it, and return the exit code."""
    try:
        print(f"kennan: {message}", file=sys.stderr)
        sys.stderr.flush()
    except (OSError, ValueError):
        pass
    return code


if __name__ == "__main__":
    sys.exit(main())
