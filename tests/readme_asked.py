"""Runs a list of commands one after the other in one process, with some libraries hidden, and says how each ended.

A program of its own, for :mod:`test_readme_asked`: ``python readme_asked.py < task.json``. It needs kennan alone,
so that an installation that holds nothing else can be asked as well.
"""

from __future__ import annotations

import contextlib
import io
import json
import sys
import traceback


class Hidden:
    """Python's own finder of modules, but for libraries that are to look as if they were not installed."""

    def __init__(self, names: list[str], finder: object):
        self.names, self.finder = frozenset(names), finder

    def find_spec(self, name: str, *rest: object) -> object:
        """Return what the finder finds, and nothing for what is hidden."""
        return None if name.split(".")[0] in self.names else self.finder.find_spec(name, *rest)

    def __getattr__(self, name: str) -> object:
        return getattr(self.finder, name)


def main() -> None:
    """Do what standard input says: {"hidden": [...], "asked": [[word, ...] or "Python", ...]}."""
    task = json.load(sys.stdin)
    sys.meta_path[:] = [Hidden(task["hidden"], finder) for finder in sys.meta_path]
    answers = []
    for asked in task["asked"]:
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            try:
                code = python(asked) if isinstance(asked, str) else command(asked)
            except BaseException:
                code = -1
                traceback.print_exc()
        answers.append({"code": code, "out": out.getvalue(), "err": err.getvalue()})
    json.dump(answers, sys.stdout)


def command(words: list[str]) -> int:
    """Run one command; ``serve`` only until it would listen."""
    from kennan.cli import main as cli

    if words[0] == "serve":
        from kennan.server import app, serve

        def tried(*_: object, **__: object) -> None:
            app.create_app(warm=False)
            raise KeyboardInterrupt  # it would now listen until somebody stops it

        serve.serve = tried
    return cli.main(words)


def python(text: str) -> int:
    """Run an expression, after ``import kennan`` and nothing else."""
    names: dict[str, object] = {}
    exec("import kennan", names)
    print(repr(eval(text, names)))
    return 0


if __name__ == "__main__":
    main()
