"""Every row of *What you can ask* in the README is run as it stands there, with what the README installs and no more.

Each command gets some more words that make it small (:data:`SMALL`), nothing else. With ``KENNAN_PYTHON`` the Python of
another installation is asked instead of this one with libraries hidden (``make installed``).
"""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

HOUSE = Path(__file__).parents[2]
README = (HOUSE / "README.md").read_text(encoding="utf-8")
ROWS = README.split("## What you can ask")[1].split("From a sentence")[0]
ASKED = re.findall(r"`(kennan[ .][^`]+)`", ROWS)
RUN = re.search(r"^kennan (run x-1947 .* --out runs/readme)$", README, re.MULTILINE)[1]
SMALL = {
    "run": "--worlds 24 --years 10 --no-report",
    "verify": "II.10b --quick",
    "odds": "--only patience --worlds 8 --years 1",
    "why": "--quantity orbit --linked 8",
    "contrasts": "--draws 2 --worlds 2 --years 1",
    "sweep": "--over patience,final_push --trajectories 2 --worlds 2 --years 1",
    "discover": "--rows 200 --limits 2",
    "hindcast": "--members 20 --no-claims",
    "rivals": "--members 20",
}
ENDS = {"serve": 130}  # stopped by the test


def words(asked: str) -> list[str] | str:
    """Return what is to be done: the words of a command, made small, or an expression of Python."""
    if not asked.startswith("kennan "):
        return asked
    small = shlex.split(SMALL.get(asked.split()[1], ""))
    for option in (
        word for word in small if word.startswith("--")
    ):  # said once: in place of what the README says
        asked = re.sub(rf" {option} \S+", "", asked)
    return shlex.split(asked)[1:] + small


def brought() -> set[str]:
    """Return all that README's first install line brings, by name."""
    extras = re.search(r'--editable "\.\[([\w,]+)\]"', README)[1].split(",")
    project = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    waiting = [Requirement(text) for text in project["dependencies"]]
    waiting += [Requirement(text) for name in extras for text in project["optional-dependencies"][name]]
    return closure(waiting)


def closure(waiting: list[Requirement]) -> set[str]:
    found: set[str] = set()
    done: set[str] = set()
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        key = f"{name}{sorted(one.extras)}"
        if key in done:
            continue
        done.add(key)
        found.add(name)
        try:
            texts = metadata.requires(one.name) or []
        except metadata.PackageNotFoundError:
            continue
        for text in texts:
            need = Requirement(text)
            chosen = [{"extra": extra} for extra in ("", *one.extras)]
            if need.marker is None or any(need.marker.evaluate(extra) for extra in chosen):
                waiting.append(need)
    return found


def hidden() -> list[str]:
    """Return every library here that README's install line does not bring."""
    kept = brought() | {"kennan"}
    return [
        module
        for module, owners in metadata.packages_distributions().items()
        if not {canonicalize_name(owner) for owner in owners} & kept
    ]


@pytest.fixture(scope="module")
def answers(tmp_path_factory) -> dict[str, dict]:
    """What came of each, in one process and one empty folder: first the README's run, then every row."""
    other = os.environ.get("KENNAN_PYTHON")
    asked = [f"kennan {RUN}", *ASKED]
    task = {"hidden": [] if other else hidden(), "asked": [words(one) for one in asked]}
    done = subprocess.run(
        [Path(other).absolute() if other else sys.executable, Path(__file__).parents[1] / "readme_asked.py"],
        cwd=tmp_path_factory.mktemp("asked"),
        input=json.dumps(task),
        capture_output=True,
        text=True,
        timeout=1200,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return dict(zip(asked, json.loads(done.stdout), strict=True))


def test_the_table_asks_what_it_should():
    assert len(ASKED) == len(set(ASKED)) >= 12
    assert "hypothesis" in (gone := hidden())
    assert {"netCDF4", "pyabc", "mkdocs"} <= set(gone)
    assert not {"SALib", "ema_workbench", "starlette", "xarray"} & set(gone)


@pytest.mark.parametrize("asked", [f"kennan {RUN}", *ASKED])
def test_what_the_readme_asks_is_answered(answers, asked):
    answer = answers[asked]
    wanted = ENDS.get(asked.split()[1] if " " in asked else "", 0)
    assert answer["code"] == wanted, answer["err"][-3000:] + answer["out"][-500:]
    assert answer["out"].strip() or asked == "kennan serve"
