"""Files as other systems leave them: a byte order mark is passed over, UTF-16 is refused by its name."""

from __future__ import annotations

import codecs
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kennan import policies, scenarios, textfile
from kennan.cli import wishes
from kennan.engine.plan import Plan
from kennan.faults import BadInput, Faults
from kennan.history import forecast_folder
from kennan.history.record import cells
from kennan.ledger import read as claims
from kennan.scenarios.load import HERE as SCENARIOS
from kennan.server import explore_plan

FORECAST = Path(__file__).parent / "forecasts" / "sound"
POLICY = '[policy]\nname = "t"\n[levers]\nlevel = 0.4\n'
CLAIM = """
[[claim]]
id = "mine"
passages = ["II.9"]
paraphrase = "p"
falsifier = "f"
status = "not modelled"
reason = "r"
"""


def scenario(folder: Path) -> Path:
    """Return a folder with the shipped scenario."""
    return Path(shutil.copytree(SCENARIOS / "x-1947", folder / "mine"))


def table(path: Path) -> Any:
    """Return the columns of a table of the record."""
    faults = Faults()
    found = cells.read(path, faults)
    faults.raise_if_any()
    return found.columns


def put(name: str, text: str) -> Callable[[Path], Path]:
    """Return what writes a file."""

    def write(folder: Path) -> Path:
        (folder / name).write_text(text, "utf-8")
        return folder / name

    return write


#: what is written, the file that is then marked (the thing itself when empty), how it is read
FILES: dict[str, tuple[Callable[[Path], Path], str, Callable[[Path], Any]]] = {
    "policy": (put("a.toml", POLICY), "", policies.load),
    "parameters": (put("p.toml", "patience = 0.5\n"), "", lambda path: Plan.build(parameters=path).digest()),
    "plan": (put("plan.json", '{"worlds": 7, "seed": 9}'), "", lambda path: wishes.read_plan(path).digest()),
    "record": (put("r.csv", "ccode,year\n365,1947\n"), "", table),
    "claims": (put("c.toml", CLAIM), "", claims.load),
    "scenario": (scenario, "scenario.toml", lambda path: repr(scenarios.load(path))),
    "theatres": (scenario, "theatres.csv", lambda path: repr(scenarios.load(path))),
    "registration": (
        lambda folder: Path(shutil.copytree(FORECAST, folder / "f")),
        "registration.json",
        lambda path: forecast_folder.read(path).about,
    ),
}


@pytest.mark.parametrize("kind", FILES)
def test_a_byte_order_mark_changes_nothing(kind, tmp_path):
    write, marked, read = FILES[kind]
    there = write(tmp_path)
    before = read(there)
    file = there / marked if marked else there
    file.write_bytes(codecs.BOM_UTF8 + file.read_bytes())
    assert read(there) == before


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le"])  # with its mark, and without
def test_utf_16_is_refused_by_its_name(kind, encoding, tmp_path):
    write, marked, read = FILES[kind]
    there = write(tmp_path)
    file = there / marked if marked else there
    file.write_bytes(file.read_text("utf-8").encode(encoding))
    with pytest.raises(BadInput) as caught:
        read(there)
    assert "UTF-16" in str(caught.value)
    assert "save it as UTF-8" in str(caught.value)
    assert file.name in str(caught.value)


def test_letters_of_an_old_code_page_are_told_with_their_line(tmp_path):
    (tmp_path / "a.toml").write_bytes(b'[policy]\nname = "t"\nauthor = "M\xfcller"\n')
    with pytest.raises(BadInput, match=r"a\.toml:3: the policy file is not text \(byte 31\)"):
        policies.load(tmp_path / "a.toml")


def test_a_mark_in_text_that_is_handed_over_changes_nothing():
    plan = Plan.build(worlds=8)
    assert Plan.from_json("\ufeff" + plan.to_json()) == plan
    assert explore_plan.read("\ufeff" + plan.to_json())[0] == plan
    assert explore_plan.read("\ufeff" + POLICY)[0] == explore_plan.read(POLICY)[0]


def test_a_name_that_stands_twice_in_json_is_told_wherever_it_stands():
    with pytest.raises(BadInput) as caught:
        textfile.from_json('{"a": [{"b": 1, "b": 1, "c": 2}], "a": 3, "d": {"c": 1}}', "plan", "p.json")
    assert [fault.what for fault in caught.value.faults] == [
        "the name 'b' stands twice in one object of the plan",
        "the name 'a' stands twice in one object of the plan",
    ]
    assert textfile.from_json('{"a": {"a": 1}, "b": {"a": 2}}', "plan", "p") == json.loads(
        '{"a": {"a": 1}, "b": {"a": 2}}'
    )


@pytest.mark.parametrize("text", ["\ufffd\ufffd[\0p\0", POLICY.replace('"t"', '"t\ufffd"')])
def test_a_browser_that_could_not_read_the_letters_is_not_believed(text):
    with pytest.raises(BadInput, match="not text in UTF-8"):
        explore_plan.read(text)


def test_utf_32_is_called_by_its_name_and_a_doubled_mark_is_passed_over(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_bytes(codecs.BOM_UTF32_LE + '[policy]\nname = "t"\n'.encode("utf-32-le"))
    with pytest.raises(BadInput, match="not text in UTF-8 but in UTF-32"):
        policies.load(path)
    path.write_bytes(codecs.BOM_UTF8 * 2 + b'[policy]\nname = "t"\n')
    assert policies.load(path).name == "t"
