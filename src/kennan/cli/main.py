"""The command line: reads what was typed, calls one command, and turns every ending into an exit code.

0: done. 1: a check that was asked for does not hold. 2: the input cannot be used (the message is on standard
error; with ``--json`` it is one line of JSON). 70: a fault of the program. 130: stopped with Ctrl-C. Only the standard
library is imported here: anything heavier would make ``kennan --help`` wait.
"""

from __future__ import annotations

import contextvars
import dataclasses
import importlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from kennan.cli import options, parser, streams
from kennan.faults import BadInput, Fault

DONE, FAILED, BAD_INPUT, BROKEN, STOPPED = 0, 1, 2, 70, 130
OURS = "This is a fault of kennan. KENNAN_TRACEBACK=1 before the command shows where."


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code.

    Parameters
    ----------
    arguments : the words after ``kennan``; those of the process when left out.
    """
    words = sys.argv[1:] if arguments is None else list(arguments)
    with streams.patient():
        code = _ended(words)
    if (
        code == STOPPED and arguments is None
    ):  # at once: compiled code still at work could crash while Python clears up
        os._exit(code)
    return code


def _ended(words: list[str]) -> int:
    """Run the command and return its exit code; however it ended, that has been said."""
    machine = "--json" in words
    try:
        code = _command(words)
        sys.stdout.flush()
        return code
    except BadInput as error:
        return _say(str(error), error.faults, BAD_INPUT, machine)
    except KeyboardInterrupt as stop:
        do = "\n".join(map(str, stop.args))
        return _say("\n".join(filter(None, ["stopped", do])), [Fault("stopped", do=do)], STOPPED, machine)
    except Exception as error:
        if os.environ.get("KENNAN_TRACEBACK"):
            raise
        said = f"{type(error).__name__}: {' '.join(str(error).split())[:300]}"
        return _say(f"{said}\n{OURS}", [Fault(said, do=OURS)], BROKEN, machine)


def _command(words: list[str]) -> int:
    if "_ARGCOMPLETE" in os.environ:  # a shell asks what could be typed next
        from kennan.cli import completion

        completion.answer(options.parser())
    reader = options.parser(words)
    if not words:
        reader.print_help()
        return DONE
    asked = parser.parse(reader, words)
    _note_namesake(getattr(asked, "scenario", None))
    from kennan.cli import environment

    if faults := environment.faults():
        raise BadInput(faults)
    module, _, function = asked.command.partition(":")
    command = getattr(importlib.import_module(f"kennan.cli.commands.{module}"), function)
    # in a context of its own: a command that reads a run goes on under that run's model
    return int(contextvars.copy_context().run(_under_its_model, command, asked))


def _note_namesake(given: Any) -> None:
    """Say which one is taken where a folder here is called as a scenario of the package is."""
    if isinstance(given, str) and os.path.isfile(os.path.join(given, "scenario.toml")):
        from kennan import scenarios

        if given in scenarios.names():
            do = f"for the folder of that name that lies here, write ./{given}"
            print(Fault(f"{given} is the scenario of the package", do=do), file=sys.stderr)


def _under_its_model(command: Callable[[Any], int], asked: Any) -> int:
    """Run a command under the model with the extensions that ``--with`` names, or that the run has which it reads."""
    runs = [getattr(asked, "run", None), *(getattr(asked, "runs", None) or [])]
    plans = [plan for run in runs if run and (plan := Path(run) / "plan.json").is_file()]
    if named := getattr(asked, "extensions", None):
        from kennan.engine import consent

        consent.adopt(named, plans)
        _check_claims()
    elif any(b'"extensions"' in plan.read_bytes() for plan in plans):
        from kennan.engine import consent

        consent.adopt_of(plans[0])
    return command(asked)


def _check_claims() -> None:
    """Refuse extensions whose claims cannot be used; reading the ledger's language takes a moment."""
    from kennan.model import in_use

    if any(text.strip() for one in in_use.extensions() for file, text in one.files if file == "claims.toml"):
        from kennan import ledger

        ledger.brought()


def _say(message: str, faults: Iterable[Fault], code: int, machine: bool) -> int:
    """Say on standard error what ended the command, in words or as one line of JSON; return the exit code."""
    if machine:
        said = {"exit": code, "faults": [dataclasses.asdict(fault) for fault in faults]}
        print(json.dumps(said), file=sys.stderr)
    else:
        print(f"kennan: {message}", file=sys.stderr)
    return code


if __name__ == "__main__":
    sys.exit(main())
