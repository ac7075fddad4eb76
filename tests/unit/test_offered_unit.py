"""Policies of a scenario's own folder: chosen by name, refused in words, offered beside those that fit."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kennan import policies, scenarios
from kennan.engine import offered
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.server import explore_registers

TINY = {"worlds": 4, "years": 1}
OWN = "zenda-first"
SHORT = '[policy]\nname = "{name}"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small scenario."""
    return Path(shutil.copytree(scenarios.SMALL, tmp_path / "small"))


def refused(folder: Path, name: str, **more: object) -> str:
    with pytest.raises(BadInput) as caught:
        Plan.build(folder, name, **TINY, **more)  # type: ignore[arg-type]
    return "\n".join(
        f"{one.where}: {one.what} {one.nearest} {one.allowed} {one.do}" for one in caught.value.faults
    )


def test_a_policy_of_the_folder_is_chosen_by_its_name(folder: Path) -> None:
    plan = Plan.build(folder, (OWN, "containment"), **TINY)
    assert [policy.name for policy in plan.policies] == [OWN, "containment"]
    assert list(plan.policies[0].by_hand) == [("attention", "ZEN")]
    again = Plan.from_json(plan.to_json())
    assert again == plan
    assert offered.names(plan.scenario) == [OWN, *policies.names()]


def test_a_plan_from_elsewhere_may_name_a_policy_of_its_scenario(folder: Path) -> None:
    world = scenarios.choose(folder)
    assert Plan.of({"scenario": world, "policies": (OWN,), **TINY}).policies[0].name == OWN


def test_another_scenario_does_not_know_it(folder: Path) -> None:
    with pytest.raises(BadInput, match="zenda-first"):
        Plan.build("x-1947", OWN, **TINY)
    assert OWN in refused(folder, "zenda-frist")  # the nearest name


def test_the_folders_own_covers_a_shipped_one(folder: Path) -> None:
    text = SHORT.format(name="containment") + 'title = "Our own"\n'
    (folder / "policies" / "containment.toml").write_text(text, encoding="utf-8")
    assert Plan.build(folder, "containment", **TINY).policies[0].title == "Our own"


def test_a_policy_changes_to_another_of_the_folder(folder: Path) -> None:
    text = SHORT.format(name="turn") + '[[then]]\nfrom = "1950-09"\npolicy = "{}"\n'
    path = folder / "policies" / "turn.toml"
    for name in (OWN, f"{OWN}.toml", f"./{OWN}.toml", "charm"):
        path.write_text(text.format(name), encoding="utf-8")
        assert len(Plan.build(folder, "turn", **TINY).policies[0].then) == 1
    path.write_text(text.format("../elsewhere.toml"), encoding="utf-8")
    assert "no policy ../elsewhere.toml in the scenario" in refused(folder, "turn")


def test_a_file_is_called_as_its_policy_is(folder: Path) -> None:
    (folder / "policies" / "ours.toml").write_text(SHORT.format(name="other"), encoding="utf-8")
    assert "called 'other'" in refused(folder, "ours")


def test_a_policy_of_other_theatres_or_of_another_time_is_refused_and_not_offered(folder: Path) -> None:
    text = SHORT.format(name="greek") + "[by_hand.attention]\nGRE = 2.0\n"
    (folder / "policies" / "greek.toml").write_text(text, encoding="utf-8")
    late = SHORT.format(name="late") + "[levers]\nlevel = [[1900, 0.5], [1940, 0.7]]\n"
    (folder / "policies" / "late.toml").write_text(late, encoding="utf-8")
    assert "no theatre called 'GRE' GRA" in refused(folder, "greek")
    assert "the schedule of level runs from 1900 to 1940" in refused(folder, "late")
    found = explore_registers.registers(scenarios.choose(folder))
    names = {one.name for one in found.policies}
    assert names == {OWN, *policies.names()}
    assert found.usual == "containment"


def test_a_scenario_of_another_time_is_not_offered_what_was_done_in_this(folder: Path) -> None:
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(
        text.replace("start = 1950-04-01", "start = 2000-04-01"), encoding="utf-8"
    )
    assert "historical" in refused(folder, "historical", with_hindsight=True)
    names = {one.name for one in explore_registers.registers(scenarios.choose(folder)).policies}
    assert "historical" not in names
    assert "containment" in names


def test_a_scenario_of_an_earlier_time_is_not_offered_it_either(folder: Path) -> None:
    text = (folder / "scenario.toml").read_text(encoding="utf-8")
    (folder / "scenario.toml").write_text(text.replace("1950-04-01", "1888-10-01"), encoding="utf-8")
    found = refused(folder, OWN)
    assert "the schedule of level runs from 1950.25 to 1953" in found
    assert "years from 1888, when the scenario begins, and the run ends in 1889" in found
    assert "historical" in refused(folder, "historical", with_hindsight=True)
    assert Plan.build(folder, "historical", worlds=1, years=70, with_hindsight=True).years == 70
    names = {one.name for one in explore_registers.registers(scenarios.choose(folder)).policies}
    assert not {OWN, "historical", "withdrawal"} & names
    assert {"containment", "charm"} <= names


def test_what_lies_beside_the_policies_is_told(folder: Path) -> None:
    (folder / "policies" / "notes.csv").write_text("a,b\n", encoding="utf-8")
    with pytest.raises(BadInput, match=r"notes\.csv"):
        scenarios.load(folder)
    shutil.rmtree(folder / "policies")
    (folder / "policies").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="policies is a file"):
        scenarios.load(folder)


def test_what_does_not_fit_is_told_with_its_file_and_line(folder: Path) -> None:
    text = SHORT.format(name="greek") + "[by_hand.attention]\nZEM = 2.0\nHentzau = 1.0\n"
    (folder / "policies" / "greek.toml").write_text(text, encoding="utf-8")
    late = SHORT.format(name="late") + "[levers]\ntone = 0.3\nlevel = [[1900, 0.5], [1940, 0.7]]\n"
    late += '[[then]]\nfrom = "1949-01"\npolicy = "charm"\n'
    path = folder / "policies" / "late.toml"
    path.write_text(late, encoding="utf-8")
    said = refused(folder, "greek")
    assert "greek.toml:4 by_hand.attention.ZEM: there is no theatre called 'ZEM' ZEN GRA, HEN" in said
    assert "greek.toml:5 by_hand.attention.Hentzau: there is no theatre called 'Hentzau' HEN" in said
    said = refused(folder, "late")
    assert f"{path}:5 levers.level: the schedule of level" in said
    assert f"{path}:7 then.0.from: the change from 1949-01" in said
    assert f"{path}:5 levers.level" in refused(folder, str(path))  # a file of the user's by its path


def test_the_place_of_a_policy_is_no_part_of_it(folder: Path) -> None:
    path = folder / "policies" / f"{OWN}.toml"
    read = policies.load(path)
    assert read.where("levers") == f"{path} levers" or read.where("levers").startswith(f"{path}:")
    assert read == policies.from_dict(read.as_dict())
    assert "at" not in read.as_dict()
    assert policies.load("withdrawal").where("levers", "level") == "policies withdrawal levers.level"
