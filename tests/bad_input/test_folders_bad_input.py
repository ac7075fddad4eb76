"""What a user reads when a folder, a table or what is handed in from Python is not what it should be."""

from __future__ import annotations

import asyncio

import pytest
import worlds
from ruritania_fake import record, scenario

import kennan
from kennan import scenarios
from kennan.cli import main as cli
from kennan.faults import BadInput
from kennan.page import built

TINY = {"scenario": scenarios.SMALL, "worlds": 4, "years": 1}


def refused(words, capsys) -> str:
    assert cli.main(words) == 2
    return capsys.readouterr().err


@pytest.mark.parametrize(("letter", "name"), [(";", "semicolons"), ("\t", "tabs"), ("|", "bars")])
def test_a_table_with_another_separator_is_one_fault(letter, name, tmp_path, capsys):
    folder = scenario(tmp_path / "rur")
    links = (folder / "links.csv").read_text(encoding="utf-8")
    (folder / "links.csv").write_text(links.replace(",", letter), encoding="utf-8")
    said = refused(["check", str(folder)], capsys)
    assert f"links.csv:1: the table of links has {name} between its columns" in said
    assert "faults:" not in said
    tables = record(tmp_path / "tables")
    yearly = (tables / "yearly.csv").read_text(encoding="utf-8")
    (tables / "yearly.csv").write_text(yearly.replace(",", letter), encoding="utf-8")
    said = refused(["check", str(tables), "--as", "record"], capsys)
    assert f"yearly.csv:1: the table has {name} between its columns" in said


def test_a_slip_in_scenario_toml_is_told_alone(tmp_path, capsys):
    folder = scenario(tmp_path / "rur", ("[scenario]", "[scenario"), "scenario.toml")
    said = refused(["check", str(folder)], capsys)
    assert "scenario.toml" in said
    assert "theatres.csv" not in said
    assert "faults:" not in said


def test_a_folder_of_a_scenario_without_scenario_toml_is_told_as_one(tmp_path, capsys):
    folder = scenario(tmp_path / "rur")
    (folder / "scenario.toml").unlink()
    said = refused(["check", str(folder)], capsys)
    assert "there is no such scenario file" in said
    assert "record" not in said.replace("record.toml", "")


def test_a_start_in_quotation_marks_is_shown_with_them(tmp_path, capsys):
    folder = scenario(tmp_path / "rur", ("start = 1950-04-01", 'start = "1950"'), "scenario.toml")
    said = refused(["check", str(folder)], capsys)
    assert "start is '1950'" in said
    assert "without quotation marks: start = 1950-04-01" in said


def test_an_empty_text_says_whose_it_is(tmp_path, capsys):
    folder = scenario(tmp_path / "rur", ('name = "Ruritania"', 'name = ""'), "powers.toml")
    said = refused(["check", str(folder)], capsys)
    assert "powers.toml:" in said
    assert "name of the power is empty" in said
    assert "write name between the quotation marks" in said
    assert "take" not in said


def test_a_state_of_a_power_named_twice(tmp_path, capsys):
    folder = scenario(tmp_path / "rur", ("states = []", "states = [710, 710]"), "powers.toml")
    assert "states names 710 more than once" in refused(["check", str(folder)], capsys)


def test_theatres_linked_to_each_other_alone_are_told(tmp_path, capsys):
    folder = scenario(tmp_path / "rur", ("ORS,LUT,sea,\nLUT,FRE,sea,\n", "LUT,ISL,sea,\n"), "links.csv")
    with (folder / "theatres.csv").open("a", encoding="utf-8") as file:
        file.write('ISL,Island,Overseas,31.0,5.0,N,0.50,0.15,0.05,0.60,0.75,,3,assumption,made up,""\n')
    said = refused(["check", str(folder)], capsys)
    assert "links lead from LUT, ISL to each other alone" in said
    assert "add a row to links.csv" in said


def test_a_state_over_several_theatres_is_told(tmp_path, capsys):
    folder = scenario(tmp_path / "rur")
    text = (folder / "theatres.csv").read_text(encoding="utf-8").replace(",0.10,0.10,,6", ",0.10,0.10,710,6")
    (folder / "theatres.csv").write_text(text.replace(",0.20,0.40,,4", ",0.20,0.40,710,4"), encoding="utf-8")
    assert cli.main(["check", str(folder)]) == 0
    assert "state 710 over HEN (0.5), ZEN (0.5)" in capsys.readouterr().out


def test_a_name_to_copy_lists_what_can_be_copied(tmp_path, capsys):
    said = refused(["new", "scenario", str(tmp_path / "one"), "--like", "ruritanie"], capsys)
    assert "nearest name: ruritania" in said
    assert "x-1947" in said


def test_a_folder_called_as_a_scenario_of_the_package_is_told(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    scenario(tmp_path / "x-1947")
    cli.main(["record", "targets", "--scenario", "x-1947"])
    said = capsys.readouterr().err
    assert "x-1947 is the scenario of the package" in said
    assert "write ./x-1947" in said
    cli.main(["record", "targets", "--scenario", "./x-1947"])
    assert "of the package" not in capsys.readouterr().err


def test_results_and_register_call_influence_otherwise_and_both_are_known(capsys):
    assert cli.main(["list", "quantities", "theatre_influence"]) == 0
    told = capsys.readouterr().out
    assert "theatre_influence" in told
    assert "Soviet and Communist influence" in told
    for name in ("influence", "theatre_influence"):
        said = refused(["run", "x-1947", "--keep", name, "--worlds", "2", "--years", "1"], capsys)
        assert "kept year by year as theatre_influence" in said
        assert "faults:" not in said


def test_a_page_that_is_old_is_told_after_the_faults_of_the_input(capsys, monkeypatch):
    monkeypatch.setattr(built.sources, "made_from", lambda *_: False)
    said = refused(["run", "nowhere", "--worlds", "2", "--years", "1"], capsys)
    assert "nowhere" in said
    assert "older than its sources" not in said
    built.tell_if_old()
    assert "older than its sources" in capsys.readouterr().err


def test_a_forecast_before_the_scenario_says_the_years_plainly(capsys):
    said = refused(["hindcast", "--as-of", "1940", "--until", "1950"], capsys)
    assert "1940 lies before the scenario: its first whole year is 1947" in said
    assert "1946 or later (1946: to its end, so that 1947 is the first year forecast)" in said


# ---- From Python


def test_a_design_of_one_column_or_of_two_with_one_name_is_refused():
    import pandas

    with pytest.raises(BadInput, match="a pandas Series") as told:
        kennan.design(pandas.Series([0.2, 0.4], name="lever.tone"), **TINY)
    assert "settings.to_frame('lever.tone')" in str(told.value)
    table = pandas.DataFrame([[0.2, 0.4]], columns=["lever.level", "lever.level"])
    with pytest.raises(BadInput, match="two columns of the table are called lever"):
        kennan.design(table, **TINY)


def test_a_policy_that_is_both_given_and_varied_is_refused():
    with pytest.raises(BadInput, match="policy is both given and varied"):
        kennan.design({"policy": ["containment", "charm"]}, policy="rollback", **TINY)


class Plain:
    def act(self, seen):
        return {"level": 0.3 + 0.0 * seen.western_unity}


async def later(seen):
    await asyncio.sleep(0)
    return {"level": 0.3}


def test_an_object_of_a_plain_class_a_class_and_an_async_function_are_refused_in_words():
    for policy, parts in {
        Plain(): ("a method of Plain", "@dataclass(frozen=True)"),
        Plain: ("Plain is a class, and no object of it", "Plain(...)"),
        later: ("later is async", "without async"),
    }.items():
        with pytest.raises(BadInput) as told:
            kennan.run(policy=policy, **TINY)
        for part in parts:
            assert part in str(told.value)


def test_a_lever_that_is_no_number_is_named_with_the_world():
    import jax.numpy as jnp

    calm = worlds.policy(tone=0.5, level=0.5)  # no function: each is a program of its own
    runs = kennan.run(policy=calm, **TINY, record="western_unity")
    unity = runs.western_unity.isel(policy=0).transpose("month", "world").values
    at = float(unity[3].max())  # of one world before the fourth month, as results round it
    world = int(unity[3].argmax())

    def lost(seen):
        return {"tone": 0.5, "level": jnp.where(jnp.abs(seen.western_unity - at) < 4e-5, jnp.nan, 0.5)}

    with pytest.raises(BadInput, match=rf"set level to no finite number in world {world}\."):
        kennan.run(policy=kennan.policies.in_code(lost, base=calm), **TINY)
