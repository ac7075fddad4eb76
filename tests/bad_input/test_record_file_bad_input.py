"""What a user reads when the record file of a scenario cannot be used. Exit 2, every fault at once, nothing written."""

from __future__ import annotations

import pytest
from ruritania_fake import record, scenario

from kennan import history, scenarios
from kennan.cli import main as cli
from kennan.faults import BadInput
from kennan.history import terms

CASES = {
    "unknown table of a target": (
        '["yearly"]              # a row a year',
        '["yearli"]  # a row a year',
        ["targets.gdp_ratio", "no table that tells of gdp_ratio called 'yearli'", "nearest name: yearly"],
    ),
    "table of other powers": (
        '["superpower_crises"]   # a row a crisis',
        '["crises_icb"]  # a row a crisis',
        ["crises_icb tells of the state 365 and 2 alone", "tell it by another table"],
    ),
    "table that needs codes": (
        '["yearly"]              # a row a year',
        '["gdp_pop"]  # a row a year',
        ["gdp_pop is read by the codes of the powers, and they have none", "[codes]"],
    ),
    "unknown target": (
        "[targets.gdp_ratio]",
        "[targets.gdp_rato]",
        ["no target called 'gdp_rato'", "nearest name: gdp_ratio"],
    ),
    "no error": (
        "error = { high = 0.05, medium = 0.08, low = 0.15 }",
        "error = 0.05",
        ["targets.gdp_ratio.error", "error is 0.05", "high, medium and low"],
    ),
    "years that fall": (
        "until = [1960, 1975]",
        "until = [1975, 1960]",
        ["until is [1975, 1960]", "ascending"],
    ),
    "no years": ("until = [1960, 1975]", "", ["has no until"]),
    "unknown policy": (
        'course = "containment"',
        'course = "containmet"',
        ["record.course", "nearest name: containment"],
    ),
    "facts of others": (
        'folder = "record"',
        "facts = true",
        ["record.facts", "the package's facts tell of the states 365 and 2"],
    ),
    "folder elsewhere": (
        'folder = "record"',
        'folder = "../record"',
        ["folder is '../record'", "in the folder of the scenario"],
    ),
    "unknown field": ('folder = "record"', 'folders = "record"', ["record.folders", "nearest name: folder"]),
    "unknown column": (
        'capability = "harvest"',
        'capability = "harvst"',
        ["rivals.capability", "nearest name: harvest"],
    ),
    "no capital": ("capital = [13.0, 51.0]", "capital = [13.0, 151.0]", ["rivals.capital", "degrees north"]),
    "no share": (
        "capability_of_open = 20.0",
        "capability_of_open = 0",
        ["capability_of_open is 0", "a number above 0"],
    ),
    "codes that powers lack": (
        "# [codes]",
        "[codes]\nclosed = 710",
        ["codes.closed", "closed is 710", "powers.toml are: none"],
    ),
    "a group too many": (
        "[rivals]",
        "[rival]",
        ["field of a record file called 'rival'", "nearest name: rivals"],
    ),
    "no TOML": ("[rivals]", "[rivals", ["record.toml", "TOML"]),
}


@pytest.mark.parametrize("name", CASES)
def test_faults_of_the_file_are_told_with_their_place(name, tmp_path, capsys):
    before, after, parts = CASES[name]
    folder = scenario(tmp_path / "rur", (before, after))
    assert cli.main(["check", str(folder)]) == 2
    said = capsys.readouterr().err
    for part in (*parts, "record.toml:"):
        assert part in said


def test_all_faults_are_told_at_once_by_every_command(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = scenario(tmp_path / "rur", ('course = "containment"', "course = 3\ncomplete = 1.5"))
    for words in (
        ["hindcast", "--as-of", "1952"],
        ["rivals"],
        ["calibrate", "--as-of", "1955"],
        ["record", "show"],
    ):
        assert cli.main([*words, "--scenario", str(folder)]) == 2
        said = capsys.readouterr().err
        assert "record.course" in said
        assert "record.complete" in said
    assert [one.name for one in tmp_path.iterdir()] == ["rur"]


@pytest.mark.parametrize(
    "words", [["hindcast", "--as-of", "1952"], ["rivals"], ["calibrate", "--as-of", "1955"]]
)
def test_a_scenario_without_the_file_says_what_to_write(words, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = scenario(tmp_path / "rur")
    (folder / "record.toml").unlink()
    assert cli.main([*words, "--scenario", str(folder), "--record", str(record(tmp_path / "tables"))]) == 2
    said = capsys.readouterr().err
    for part in (
        "--scenario: the scenario rur does not say how a record is held against it",
        "[targets.NAME]",
    ):
        assert part in said
    assert said.count("does not say how") == 1


def test_a_scenario_without_tables_says_where_they_go(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("KENNAN_RECORD", raising=False)
    folder = scenario(tmp_path / "rur")
    assert cli.main(["hindcast", "--as-of", "1952", "--scenario", str(folder)]) == 2
    said = capsys.readouterr().err
    assert "--record: there is no record for the scenario rur" in said
    assert "rur/record" in said
    assert not (tmp_path / "forecasts").exists()


def test_a_forecast_with_a_past_needs_to_know_what_was_done(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = scenario(tmp_path / "rur", ('course = "containment"', ""))
    tables = record(tmp_path / "tables")
    words = ["hindcast", "--scenario", str(folder), "--record", str(tables), "--as-of", "1952", "--no-claims"]
    assert cli.main(words) == 2
    said = capsys.readouterr().err
    assert "it is not said what the open power of rur did before that day" in said
    assert 'course = "..."' in said


def test_a_quantity_that_the_scenario_does_not_tell_by_the_year_is_refused(tmp_path):
    tables = record(tmp_path / "tables")
    with (tables / "yearly.csv").open("a", encoding="utf-8") as file:
        file.write("forces_abroad,1950,1000,medium,made up\n")
    world = scenarios.choose(scenario(tmp_path / "rur"))
    with pytest.raises(BadInput, match="quantity is 'forces_abroad'") as told:
        history.load(tables, scenario=world)
    assert "party_members" in str(told.value)
    with pytest.raises(BadInput, match="quantity is 'party_members'"):  # which x-1947 tells by another table
        history.load(tables)


def test_a_target_that_the_scenario_does_not_measure_is_told(tmp_path):
    world = scenarios.choose(scenario(tmp_path / "rur"))
    with pytest.raises(BadInput, match="no target called 'leader_change'") as told:
        history.targets(["leader_change"], world)
    assert "say in record.toml of rur" in str(told.value)


def test_codes_of_a_power_choose_its_rows(tmp_path):
    """The closed power is state 710 here, and one table knows it by another code."""
    folder = scenario(tmp_path / "rur", ("# [codes]\n", "[codes]\ngdp_pop = { closed = 711 }\n[nothing]\n"))
    text = (folder / "record.toml").read_text(encoding="utf-8").replace("[nothing]\n", "")
    text = text.replace('["yearly"]              # a row a year', '["gdp_pop", "yearly"]  # a row a year')
    (folder / "record.toml").write_text(text, encoding="utf-8")
    powers = (folder / "powers.toml").read_text(encoding="utf-8")
    (folder / "powers.toml").write_text(
        powers.replace("states = []", "states = [710]", 1).replace("states = []", "states = [2]", 1),
        encoding="utf-8",
    )
    world = scenarios.choose(folder)
    assert terms.of(world).codes.of("gdp_pop") == (711, 2)
    assert terms.of(world).codes.of("cinc") == (710, 2)
    tables = record(tmp_path / "tables")
    rows = "710,1950,500,mine\n711,1950,50,mine\n2,1950,100,mine\n"
    (tables / "gdp_pop.csv").write_text("ccode,year,gdp_million_mpd2023,source\n" + rows, encoding="utf-8")
    seen = history.observations(history.load(tables, scenario=world), ["gdp_ratio"], world)
    told = seen.set_index("year")
    assert (told.value[1950], told.source_id[1950]) == (0.5, "gdp_pop")
    assert told.source_id[1951] == "yearly"


def test_calibrated_parameters_are_those_of_one_record(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    words = ["hindcast", "--scenario", str(scenario(tmp_path / "rur")), "--as-of", "1970", "--until", "1972"]
    tables = record(tmp_path / "tables")
    text = (tables / "yearly.csv").read_text(encoding="utf-8")
    (tables / "yearly.csv").write_text(text + "gdp_ratio,1970,0.4,medium,made up\n", encoding="utf-8")
    assert cli.main([*words, "--record", str(tables), "--parameters", "calibrated", "--no-claims"]) == 2
    said = capsys.readouterr().err
    assert "calibrated on the record of x-1947, and the scenario is rur" in said
