"""Whoever writes a scenario with faults is told all of them at once, with place and remedy."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from kennan import scenarios
from kennan.faults import BadInput
from kennan.scenarios.load import HERE

BAD = Path(__file__).parent / "scenarios"


def told(tmp_path: Path, **files: str | None) -> str:
    """Return the message for the shipped scenario with some files replaced by bad ones (None: taken away)."""
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    for stem, bad in files.items():
        target = next(folder.glob(f"{stem}.*"))
        target.unlink()
        if bad is not None:
            shutil.copy(BAD / bad, target)
    with pytest.raises(BadInput) as error:
        scenarios.load(folder)
    return str(error.value).replace(f"{folder}/", "").replace(f"{folder}\\", "")


NUMBERS = [
    "scenario.toml:1 colour: there is no field of a scenario file called 'colour'",
    "scenario.toml:5 scenario.sentence: sentence of the scenario is empty",
    "scenario.toml:3 scenario.source: the scenario has no source",
    "start is 1947-01-15",
    "the first of a month from 1700 to 2050, without quotation marks: start = 1950-04-01",
    "scenario.toml:8 start.confidance: there is no quantity called 'confidance'",
    "nearest name: confidence",
    "scenario.toml:18 start.conviction.value: value is 1.5",
    "scenario.toml:20 start.conviction.high: high is 1.6",
    "a number from 0 to 1",
    "scenario.toml:26 start.menace.value: value is nan",
    "scenario.toml:28 start.menace.high: high is 'much'",
    "allowed: a finite number",
    "start.western_hostility.mark: the number of [start] has no mark",
    "scenario.toml:45 start.drive.mark: the number is marked 'source' and names no source",
    "scenario.toml:53 start.monopoly.mark: the number is marked 'passage' and names none",
    "scenario.toml:57 start.organs.value: value is 0.9 in a range of 0.3 to 0.5",
    "scenario.toml:61 start.organs.mark: mark is 'gues'",
    "there is no passage called 'I.44'",
    "there is no field of a number of [start] called 'sorce'",
    "nearest name: source",
    "scenario.toml:66 start.authority: 'authority' is 0.9",
    "a table [start.authority]",
    "[start.exhaustion] is missing",
    "[start.soviet_output_ratio] is missing",
    "there is no weight of links called 'bridge'",
    "[links.border_sea] is missing",
    "outside.somewhere.state: state is 0",
]
THEATRES = [
    "theatres.csv:2 influence: alignment is 'B' and influence 0.9",
    "theatres.csv:2 states: states holds '365'",
    "theatres.csv:3 code: there are two theatres 'AAA'",
    "the first stands in line 2",
    "theatres.csv:3 prize: prize is 'nan'",
    "theatres.csv:3 source: the row is marked 'source' and names none",
    "theatres.csv:4 code: code is 'ccc'",
    "theatres.csv:4 name: name is empty",
    "theatres.csv:4 lat: lat is '-94'",
    "a number from -90 to 90",
    "theatres.csv:4 alignment: alignment is 'X'",
    "allowed: B, C, W, N, K",
    "theatres.csv:4 influence: influence is '0'",
    "a number from 0.002 to 1",
    "theatres.csv:2 own: own is empty, and the theatre lies in the orbit",
    "theatres.csv:2 civil_war: a civil war in the orbit",
    "theatres.csv:3 own: own is .1, and the theatre lies outside the orbit",
    "theatres.csv:3 votes: votes is '1.2'",
    "theatres.csv:4 civil_war: civil_war is 'much'",
    "theatres.csv:3 free: free is 1.5",
    "theatres.csv:4 colonies: colonies is '99'",
    "theatres.csv:4 retreat: retreat is '-1'",
    "theatres.csv:4 coups: coups is empty",
    "theatres.csv:4 access: access is empty",
    "theatres.csv:4 states: states holds 'Poland'",
    "theatres.csv:4 gdp_1946: gdp_1946 is '-1'",
    "theatres.csv:4 mark: mark is empty",
    "theatres.csv:5 code: code is 'NAM'",
    "theatres.csv:5 influence: alignment is 'C' and influence 1",
    "theatres.csv:5 mark: mark is 'passage'",
]
LINKS = [
    "links.csv:2 to: there is no theatre called 'SWED'",
    "nearest name: SWE",
    "a code of theatres.csv, USSR or NAM",
    "links.csv:3 to: a link leads from POL to itself",
    "links.csv:4 to: a link leads from USSR to NAM",
    "links.csv:5 kind: kind is 'air'",
    "allowed: land, sea",
    "links.csv:6 from: from is empty",
]
CASES = [
    ({"scenario": "numbers.toml"}, NUMBERS),
    ({"theatres": "theatres.csv"}, THEATRES),
    ({"links": "links.csv"}, LINKS),
    (
        {"theatres": "columns.csv"},
        [
            "theatres.csv:1: there is no column 'name'",
            "nearest name: nmae",
            "theatres.csv:1: there is no column called 'nmae'",
            "theatres.csv:1: there are two columns 'note'",
        ],
    ),
    (
        {"hindsight": "hindsight.toml"},
        [
            "hindsight.toml:1 hindsight.decolonization_size: there is no year effect called",
            "nearest name: decolonisation_size",
            "[hindsight.education_power] is missing",
        ],
    ),
    ({"links": "few_links.csv"}, ["theatres.csv:4 code: no link reaches 'FIN'", "add a row to links.csv"]),
    ({"links": "ragged.csv"}, ["links.csv:2: the row has 2 cells", "allowed: 4, as in the head"]),
    ({"links": "unclosed.csv"}, ["the table of links is not CSV"]),
    ({"links": "no_rows.csv"}, ["the table of links has no rows"]),
    ({"links": "empty.csv"}, ["the table of links is empty"]),
    ({"links": "binary.csv"}, ["the table of links is not text in UTF-8 but in UTF-16", "CSV in UTF-8"]),
    ({"links": "zero_bytes.csv"}, ["the table of links is not text (it holds zero bytes)"]),
    ({"links": None}, ["links.csv: there is no such table of links"]),
    ({"theatres": None}, ["theatres.csv: there is no such table of theatres"]),
    ({"scenario": None}, ["scenario.toml: there is no such scenario file"]),
    ({"powers": None}, ["powers.toml: there is no such powers file"]),
]


@pytest.mark.parametrize(("files", "words"), CASES, ids=str)
def test_each_fault_is_told(tmp_path, files, words):
    message = told(tmp_path, **files)
    assert not [word for word in words if word not in message], message


def test_theatres_that_a_link_does_reach_are_not_told(tmp_path):
    message = told(tmp_path, links="few_links.csv")
    assert "no link reaches 'SWE'" not in message
    assert message.count("no link reaches") == 70
    assert "none of them on to a power" in message  # what the two that are linked lack


def test_faults_of_all_files_are_told_at_once(tmp_path):
    message = told(
        tmp_path,
        scenario="numbers.toml",
        hindsight="hindsight.toml",
        theatres="theatres.csv",
        links="ragged.csv",
    )
    for words in ("confidance", "decolonization_size", "two theatres 'AAA'", "the row has 2 cells"):
        assert words in message


def test_a_state_cannot_lie_in_a_theatre_and_outside_all(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    with (folder / "scenario.toml").open("a", encoding="utf-8") as file:
        file.write('\n[outside.poland]\nstate = 290\nsentence = "also in POL"\n')
    with pytest.raises(BadInput, match="state 290 lies in a theatre and outside all"):
        scenarios.load(folder)


def test_a_huge_or_infinite_number_is_told(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    text = (folder / "hindsight.toml").read_text(encoding="utf-8")
    text = text.replace("value = 1960.0", "value = inf").replace("high = 1963.0", f"high = 1{'0' * 400}")
    (folder / "hindsight.toml").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as error:
        scenarios.load(folder)
    assert "hindsight.decolonisation_peak.value: value is inf" in str(error.value)
    assert "hindsight.decolonisation_peak.high: high is 1000" in str(error.value)


def test_an_empty_folder_is_told_what_it_lacks(tmp_path):
    with pytest.raises(BadInput) as error:
        scenarios.load(tmp_path)
    assert len(error.value.faults) == 4


def edited(tmp_path: Path, file: str, old: str, new: str) -> str:
    """Return the message for the shipped scenario with one passage of one file replaced."""
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    text = (folder / file).read_text("utf-8")
    assert old in text
    (folder / file).write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInput) as error:
        scenarios.load(folder)
    return str(error.value)


@pytest.mark.parametrize("start", ["1946-02-28", "1699-12-01", "2051-01-01", "1947-07-01T00:00:00"])
def test_a_start_beyond_the_calendar_is_refused(tmp_path, start):
    message = edited(tmp_path, "scenario.toml", "start = 1947-01-01", f"start = {start}")
    assert f"start is {start.replace('T', ' ')}" in message
    assert "the first of a month from 1700 to 2050" in message


def lines(file: str) -> list[str]:
    return (HERE / "x-1947" / file).read_text("utf-8").splitlines()


def test_a_name_twice_and_a_state_twice_are_told(tmp_path):
    first, second = (line.split(",")[1] for line in lines("theatres.csv")[1:3])
    assert f"there are two theatre names {first!r}" in edited(
        tmp_path, "theatres.csv", f",{second},", f",{first},"
    )
    shutil.rmtree(tmp_path / "mine")
    text = (HERE / "x-1947" / "scenario.toml").read_text("utf-8")
    table = text[text.index("[outside.") :].split("\n\n")[0]
    head = table.splitlines()[0]
    again = table.replace(head, "[outside.again]")
    assert "stands here twice" in edited(tmp_path, "scenario.toml", table, f"{table}\n\n{again}")


@pytest.mark.parametrize("name", ["theatre.csv", "hindsigth.toml", "Links (copy).CSV"])
def test_a_file_that_nothing_would_read_is_told(tmp_path, name):
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    (folder / "notes.md").write_text("mine")  # a note is no table
    scenarios.load(folder)
    (folder / name).write_text("a,b\n")
    with pytest.raises(BadInput, match="there is no file of a scenario called"):
        scenarios.load(folder)


POWERS = [
    (
        "[open]",
        "[opened]",
        ["there is no open power", "add a table [open] with code, name, adjective, states"],
    ),
    ("[open]", "[opened]", ["powers.toml:9 opened: there is no field of a powers file called 'opened'"]),
    ('"NAM"', '"USSR"', ["powers.toml:10 open.code: both powers have the code 'USSR'"]),
    ('"NAM"', '"nam"', ["code is 'nam'", "two to six capital letters"]),
    ('"NAM"', '"POL"', ["theatres.csv:15 code: code is 'POL'", "not USSR or POL"]),
    ("[2]", "[0]", ["open.states: states is [0]", "Correlates of War codes"]),
    ("[2]", "2", ["open.states: states is 2"]),
    ('"American"', '""', ["open.adjective: adjective of the power is empty"]),
]


@pytest.mark.parametrize(("old", "new", "words"), POWERS)
def test_what_is_wrong_with_the_powers_is_told(tmp_path, old, new, words):
    message = edited(tmp_path, "powers.toml", old, new)
    assert not [word for word in words if word not in message], message


def test_a_column_that_nothing_describes_and_one_that_is_not_there_are_told(tmp_path):
    message = edited(tmp_path, "scenario.toml", "[evidence.gdp_1946]", "[evidence.gdp_1947]")
    assert "theatres.csv:1: there is no column 'gdp_1947'" in message
    assert "there is no column called 'gdp_1946'" in message


def test_evidence_cannot_take_the_name_of_a_column_of_the_model(tmp_path):
    message = edited(tmp_path, "scenario.toml", "[evidence.gdp_1946]", "[evidence.prize]")
    assert "evidence.prize: prize is a column that the model reads" in message


def test_a_folder_of_a_wrong_name_is_told(tmp_path):
    folder = tmp_path / "my own world"
    shutil.copytree(HERE / "x-1947", folder)
    with pytest.raises(BadInput, match="the scenario is called 'my own world'"):
        scenarios.load(folder)


def test_links_of_the_file_system_that_lead_in_a_circle_are_told(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(HERE / "x-1947", folder)
    (folder / "links.csv").unlink()
    (folder / "links.csv").symlink_to("links.csv")
    with pytest.raises(BadInput) as error:
        scenarios.load(folder)
    assert "links.csv: the table of links is a link that leads back to itself" in str(error.value)
    assert len(error.value.faults) == 1


def test_what_would_end_in_no_number_is_told(tmp_path):
    """Found by a stranger: no prize anywhere, a width of nothing, and 0_1, which Python reads as 1."""
    folder = tmp_path / "made"
    shutil.copytree(HERE / "small" / "ruritania", folder)
    table = (folder / "theatres.csv").read_text(encoding="utf-8").splitlines()
    at = table[0].split(",").index("prize")
    rows = [line.split(",") for line in table[1:]]
    for row in rows:
        row[at] = "0"
    text = "\n".join([table[0], *(",".join(row) for row in rows)]) + "\n"
    (folder / "theatres.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match="no theatre has a prize"):
        scenarios.load(folder)
    rows[0][at] = "0_1"
    text = "\n".join([table[0], *(",".join(row) for row in rows)]) + "\n"
    (folder / "theatres.csv").write_text(text, encoding="utf-8")
    later = (folder / "hindsight.toml").read_text(encoding="utf-8")
    head, rest = later.split("[hindsight.decolonisation_width]")
    first = re.sub(r"(?m)^(value|low) = .*$", r"\1 = 0.0", rest, count=2)
    (folder / "hindsight.toml").write_text(f"{head}[hindsight.decolonisation_width]{first}", encoding="utf-8")
    with pytest.raises(BadInput) as caught:
        scenarios.load(folder)
    said = " ".join(fault.what for fault in caught.value.faults)
    assert "prize is '0_1'" in said
    assert "value is 0" in said
