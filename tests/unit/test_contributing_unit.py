"""What CONTRIBUTING says of how many files an addition takes."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest

from kennan import scenarios
from kennan.engine.plan import Plan
from kennan.faults import BadInput

HOUSE = Path(__file__).parents[2] / "src" / "kennan"
MECHANISMS = sorted(path.stem for path in (HOUSE / "model" / "mechanisms").glob("[a-z]*.py"))
#: The list of the month; and the start, which works two stocks out by the formulas of the mechanisms that own them.
NAMING = {"model/month.py": set(MECHANISMS), "model/start.py": {"economy", "pressure"}}


def named(source: str) -> set[str]:
    """Return the mechanisms that a module imports."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ImportFrom) and node.module == "kennan.model.mechanisms":
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kennan.model.mechanisms."):
            found.add(str(node.module).rpartition(".")[2])
        elif isinstance(node, ast.Import):
            names = [one.name for one in node.names if one.name.startswith("kennan.model.mechanisms.")]
            found |= {name.rpartition(".")[2] for name in names}
    return found


def test_no_code_but_the_list_of_the_month_names_a_mechanism():
    found = {
        str(path.relative_to(HOUSE)): names
        for path in HOUSE.rglob("*.py")
        if "mechanisms" not in path.parts and (names := named(path.read_text(encoding="utf-8")))
    }
    assert found == NAMING
    assert named("def f():\n    from kennan.model.mechanisms.crust import advance") == {"crust"}


@pytest.mark.parametrize("name", MECHANISMS)
def test_a_mechanism_has_its_numbers_beside_it(name):
    assert (HOUSE / "model" / "parameters" / f"{name}.toml").is_file()


def test_a_theatre_is_a_row_and_its_links(tmp_path):
    folder = tmp_path / "ruritania"
    shutil.copytree(scenarios.SMALL, folder)
    theatres = folder / "theatres.csv"
    row = theatres.read_text(encoding="utf-8").splitlines()[2]
    theatres.write_text(
        theatres.read_text(encoding="utf-8").rstrip() + "\n" + row.replace("ZEN,Zenda", "NEW,Newland") + "\n"
    )
    with pytest.raises(BadInput, match="no link reaches 'NEW'"):
        scenarios.load(folder)
    links = folder / "links.csv"
    links.write_text(links.read_text(encoding="utf-8").rstrip() + "\nNEW,RUR,land,\n")
    plan = Plan.build(folder, worlds=2, years=1)
    assert scenarios.load(plan.scenario).theatres.code[-1] == "NEW"
