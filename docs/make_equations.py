"""Write the equations into the docstrings of the mechanisms, from their code: ``python docs/make_equations.py``.

A test holds every docstring to what this reads from the code, so that no equation can fall behind it.
"""

from __future__ import annotations

import ast
import textwrap
from pathlib import Path

from making import equations

from kennan.desk.reading.equations import HEAD, parts

__all__ = ["HEAD", "SAID", "main", "parts", "renewed", "section"]
SAID = (
    "Read from the code below by ``docs/make_equations.py``. A mark (x') is the value after the step; the rest of the "
    "notation is at the foot of this mechanism's page in ``docs/theory``."
)


def section(stem: str) -> str:
    """Return the section of a mechanism's docstring that holds its equations."""
    text = HEAD + textwrap.fill(SAID, 112) + "\n"
    for part in equations.of(stem):
        text += f"\n{part.name}::\n\n"
        for equation in part.equations:
            text += "\n".join(
                textwrap.wrap(
                    equation,
                    112,
                    initial_indent="    ",
                    subsequent_indent="        ",
                    break_long_words=False,
                    break_on_hyphens=False,
                )
            )
            text += "\n"
    return text


def renewed(source: str, stem: str) -> str:
    """Return the source of a mechanism with the equations of its code in its docstring."""
    module = ast.parse(source)
    first = module.body[0]
    prose = (ast.get_docstring(module) or "").partition(HEAD)[0].rstrip()
    rest = source.splitlines(keepends=True)[first.end_lineno :]
    return f'r"""{prose}\n\n{section(stem)}"""\n' + "".join(rest)


def main() -> None:
    """Renew every mechanism whose docstring has fallen behind its code."""
    for stem in equations.stems():
        path: Path = equations.FOLDER / f"{stem}.py"
        source = path.read_text(encoding="utf-8")
        new = renewed(source, stem)
        if new != source:
            path.write_text(new, encoding="utf-8", newline="\n")
            print(path.name)


if __name__ == "__main__":
    main()
