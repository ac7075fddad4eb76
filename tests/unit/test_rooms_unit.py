"""The rooms of the house: imports run downwards only, and every room has a door that says what it is for."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from fnmatch import fnmatch
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2] / "src" / "kennan"
# From the ground up; rooms on one floor do not use each other. The house itself stands on top.
FLOORS = (
    ("faults",),
    ("card", "extras", "layout", "textfile"),
    ("toml",),
    ("article",),
    ("model",),
    ("scenarios", "policies"),
    ("world",),
    ("engine",),
    ("records",),
    ("ledger", "history"),
    ("experiments", "story"),
    ("game",),
    ("plots",),
    ("reading", "page"),
    ("report", "api"),
    ("server",),
    ("cli",),
    ("__main__", ""),
)
FLOOR = {room: height for height, rooms in enumerate(FLOORS) for room in rooms}
WEB = HOUSE / "page" / "web"  # the page's source and its tools: no part of the package
PYTHON = sorted(path for path in HOUSE.rglob("*.py") if WEB not in path.parents)
ROOMS = sorted(path.parent for path in PYTHON if path.name == "__init__.py")
# They stand under the same roof, and may say which version of the house they are.
SIGNED = ("reading", "report", "api", "server", "cli", "__main__")


def room_of(path: Path) -> str:
    """Return the room that a file belongs to; "" is the house's own __init__."""
    first = path.relative_to(HOUSE).parts[0]
    return "" if first == "__init__.py" else first.removesuffix(".py")


def imported(path: Path, tree: ast.AST) -> list[tuple[str, int]]:
    """Return (room, line) for everything of kennan that a module imports, wherever in the module it does."""
    found = []
    package = ("kennan", *path.relative_to(HOUSE).parent.parts)
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(package[: len(package) - node.level + 1]) + "." if node.level else ""
            source = (base + (node.module or "")).rstrip(".")
            names = [f"{source}.{alias.name}" for alias in node.names] if source == "kennan" else [source]
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "import_module":
            names = [a.value for a in node.args if isinstance(a, ast.Constant)]
        else:
            continue
        found += [(name, node.lineno) for name in names if name.split(".")[0] == "kennan"]
    rooms = []
    for name, line in found:
        second = name.split(".")[1] if "." in name else ""
        rooms.append((second if second in FLOOR else "", line))
    return rooms


def complaints(path: Path, source: str) -> list[str]:
    """Return what one module imports against the order of the rooms."""
    here = room_of(path)
    wrong = []
    for there, line in imported(path, ast.parse(source)):
        if here == there:
            continue
        if there == "" and here in SIGNED:
            continue
        if FLOOR[there] >= FLOOR[here]:
            wrong.append(f"{path.relative_to(HOUSE)}:{line} {here or 'kennan'} uses {there or 'kennan'}")
    return wrong


def test_imports_run_downwards_only():
    assert [one for path in PYTHON for one in complaints(path, path.read_text(encoding="utf-8"))] == []


def module_of(path: Path) -> str:
    return ".".join(("kennan", *path.relative_to(HOUSE).with_suffix("").parts)).removesuffix(".__init__")


def uses(path: Path, source: str, modules: set[str]) -> set[str]:
    """Return the modules of ours that a module imports, at its head or within a function, but not for types alone."""
    found, todo = set(), list(ast.parse(source).body)
    while todo:
        node = todo.pop()
        if isinstance(node, ast.If) and ast.unparse(node.test).endswith("TYPE_CHECKING"):
            todo += node.orelse
            continue
        todo += list(ast.iter_child_nodes(node))
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            inner = {f"{node.module}.{alias.name}" for alias in node.names}
            found |= (inner & modules) or {node.module}
    return (found & modules) - {module_of(path)}


def circles(graph: dict[str, set[str]]) -> set[str]:
    """Return the modules that stand on a circle of imports, or only between circles."""
    left = {name: set(used) for name, used in graph.items()}
    while free := {name for name, used in left.items() if not used} | {
        name for name in left if not any(name in used for used in left.values())
    }:
        left = {name: used - free for name, used in left.items() if name not in free}
    return set(left)


def test_no_two_modules_use_each_other():
    """Nor three in a circle; an import within a function counts, one for types alone does not."""
    modules = {module_of(path) for path in PYTHON}
    graph = {module_of(path): uses(path, path.read_text(encoding="utf-8"), modules) for path in PYTHON}
    assert len(graph["kennan.engine.plan"]) > 3
    assert circles(graph) == set()


def test_a_circle_is_seen():
    plain = {"a": {"b"}, "b": {"c"}, "c": set(), "d": {"a"}}
    assert circles(plain) == set()
    assert circles({**plain, "c": {"a"}}) == {"a", "b", "c"}
    late = "def f():\n    from kennan.engine import rollout\n"
    typed = "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from kennan.engine import rollout\n"
    names = {"kennan.engine.rollout", "kennan.engine"}
    assert uses(HOUSE / "world" / "x.py", late, names) == {"kennan.engine.rollout"}
    assert uses(HOUSE / "world" / "x.py", typed, names) == set()


def test_every_room_has_its_floor():
    """A new room is given its place here, not left out of the test by having none."""
    assert {room_of(path) for path in PYTHON} <= set(FLOOR)


@pytest.mark.parametrize(
    "source",
    [
        "from kennan.engine.plan import Plan",
        "import kennan.cli",
        "from kennan import records",
        "from ..engine import plan",
        "def late():\n    from kennan.scenarios import load",
        "import importlib\nimportlib.import_module('kennan.engine')",
        "from kennan import __version__",
    ],
)
def test_the_test_can_fail(source):
    assert len(complaints(HOUSE / "model" / "example.py", source)) == 1
    assert complaints(HOUSE / "model" / "example.py", "from kennan import article, toml\nimport numpy") == []


@pytest.mark.parametrize("name", ["faults", "card", "extras", "textfile", "toml"])
def test_what_all_may_use_uses_the_standard_library_alone(name):
    import sys

    tree = ast.parse((HOUSE / f"{name}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            ours = {"kennan.faults", "kennan.textfile"}
            named = {f"kennan.{a.name}" for a in node.names} if node.module == "kennan" else {node.module}
            assert named <= ours or node.module.split(".")[0] in sys.stdlib_module_names
        elif isinstance(node, ast.Import):
            assert all(alias.name.split(".")[0] in sys.stdlib_module_names for alias in node.names)


@pytest.mark.parametrize("room", ROOMS, ids=lambda room: str(room.relative_to(HOUSE.parent)))
def test_every_room_has_a_door(room):
    text = ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8"))) or ""
    lines = [line for line in text.splitlines() if line.strip()]
    assert len(lines) >= 3, (
        f"{room.name}: say what question it answers, what comes in, what goes out, what it may use"
    )


def untold(room: Path, text: str) -> list[str]:
    """Return what lies in a room and is not named, whole or by its pattern, at the door."""
    words = [word.rstrip("/") for word in re.findall(r"[\w.*/-]+", text)]
    held = [path.name for path in room.iterdir() if path.name not in ("__init__.py", "__pycache__")]
    return sorted(name for name in held if not any(fnmatch(name, word) for word in words))


@pytest.mark.parametrize(
    "room", [room for room in ROOMS if room != HOUSE], ids=lambda room: str(room.relative_to(HOUSE.parent))
)
def test_a_door_names_all_that_it_holds(room):
    assert (
        untold(room, ast.get_docstring(ast.parse((room / "__init__.py").read_text(encoding="utf-8")))) == []
    )


def test_a_door_that_is_silent_is_seen(tmp_path):
    for name in ("told.py", "silent.py", "rows_a.csv"):
        (tmp_path / name).touch()
    assert untold(tmp_path, "told.py says it, and rows_*.csv hold it.") == ["silent.py"]


def test_every_folder_with_python_is_a_room():
    assert {path.parent for path in PYTHON} <= set(ROOMS)


def test_the_page_of_the_house_shows_every_room_and_names_files_that_there_are():
    text = (HOUSE.parents[1] / "docs" / "explanation" / "house.md").read_text(encoding="utf-8")
    drawn = set(re.findall(r"[a-z_]+", text.split("```")[1]))
    assert {room for room in FLOOR if room not in ("", "__main__")} <= drawn
    folders = [HOUSE, HOUSE / "page" / "web" / "src"]
    named = re.findall(r"`([\w/]+\.(?:py|toml|ts|svelte|svelte\.ts))`", text)
    assert len(named) > 30
    assert [name for name in named if not any((folder / name).is_file() for folder in folders)] == []


def ways() -> dict[str, list[str]]:
    """Return the files in their order on the two ways that the page of the house tells."""
    text = (HOUSE.parents[1] / "docs" / "explanation" / "house.md").read_text(encoding="utf-8")
    parts = {"number": "## The way of a number", "lever": "## The way of a lever"}
    return {
        which: re.findall(r"^\d+\. [^`]*`([\w/.]+)`", text.split(head)[1].split("\n## ")[0], re.M)
        for which, head in parts.items()
    }


def test_the_ways_are_short():
    found = ways()
    assert (len(found["number"]), len(found["lever"])) == (14, 17)  # as the page says in words


@pytest.mark.slow
def test_what_stands_on_the_ways_is_entered():
    script = HOUSE.parents[1] / "tests" / "entered.py"
    said = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=True).stdout
    entered = json.loads(said.splitlines()[-1])
    for which, files in ways().items():
        told = [
            file for file in files if file.endswith(".py") and "schema" not in file
        ]  # a schema has no function
        assert [file for file in told if file not in entered[which]] == []
        assert "plots/fans.py" not in entered[which]


LONGEST = 400  # lines: what is longer holds more than one idea
GENERATED = {"api.d.ts"}


def too_long(paths: list[Path]) -> list[str]:
    return [
        f"{path.name}: {lines} lines"
        for path in paths
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > LONGEST
    ]


def test_no_file_is_longer_than_an_idea(tmp_path):
    sources = [path for kind in ("ts", "svelte", "css") for path in (WEB / "src").rglob(f"*.{kind}")]
    tests = list((HOUSE.parents[1] / "tests").rglob("*.py"))
    written = [path for path in (*PYTHON, *sources, *tests) if path.name not in GENERATED]
    assert len(written) > 500
    assert too_long(written) == []
    long = tmp_path / "long.py"
    long.write_text("pass\n" * (LONGEST + 1))
    assert too_long([long]) == ["long.py: 401 lines"]
