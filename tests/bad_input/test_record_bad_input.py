"""Records that cannot be used: one small bad file each; a clear message with file and line, exit 2."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kennan import history
from kennan.cli.main import main
from kennan.faults import BadInput

HERE = Path(__file__).parent / "record"
#: file -> the table that it is to stand for, and words that the message must hold.
BAD = {
    "missing_column.csv": ("cinc", ["there is no column 'cinc'", "nearest name: cinc_share", "cinc.csv:1"]),
    "cinc_in_percent.csv": ("cinc", ["cinc is '30.99'", "0 to 1 (share of the world)", "cinc.csv:3"]),
    "gdp_in_dollars.csv": (
        "gdp_pop",
        ["589686000000", "million 2011 international dollars", "gdp_pop.csv:2"],
    ),
    "duplicate_rows.csv": (
        "gdp_pop",
        ["two rows for ccode 365, year 1947", "first stands in line 2", "gdp_pop.csv:4"],
    ),
    "unknown_state.csv": (
        "gk_orbit_spells",
        ["ccode is 2900, which is no known state", "a Correlates of War state code", ":2"],
    ),
    "bad_date.csv": (
        "gk_orbit_spells",
        ["start is '1944-13-22'", "a date as 1953-03-05", "gk_orbit_spells.csv:2"],
    ),
    "ends_before_start.csv": ("gk_orbit_spells", ["before the row begins", "gk_orbit_spells.csv:2 end"]),
    "censored_with_end.csv": (
        "gk_orbit_spells",
        ["end_censored is 1 although end is given", "gk_orbit_spells.csv:2"],
    ),
    "open_not_censored.csv": ("gk_orbit_spells", ["end_censored is 0 although end is empty", ":2"]),
    "unknown_class.csv": ("gk_orbit_spells", ["'core_satelite'", "nearest name: core_satellite"]),
    "empty_cell.csv": ("gk_orbit_spells", ["certainty is empty", "gk_orbit_spells.csv:2"]),
    "ragged.csv": ("gdp_pop", ["the row has 3 cells", "4, as in the head", "gdp_pop.csv:3"]),
    "not_a_number.csv": ("gdp_pop", ["gdp_million_mpd2023 is 'much'", "gdp_pop.csv:2"]),
    "two_columns.csv": ("gdp_pop", ["there are two columns 'year'", "gdp_pop.csv:1"]),
    "empty.csv": ("gdp_pop", ["the table is empty"]),
    "binary.csv": ("gdp_pop", ["not text"]),
    "outcome_of_open_crisis.csv": (
        "crises_icb",
        ["outcome_censored is 1 although outcome_usa is given", ":2"],
    ),
}


def place(tmp_path: Path, file: str) -> Path:
    shutil.copy(HERE / file, tmp_path / f"{BAD[file][0]}.csv")
    return tmp_path


@pytest.mark.parametrize("file", BAD)
def test_bad_file(file, tmp_path, capsys):
    folder = place(tmp_path, file)
    assert main(["record", "check", str(folder)]) == 2
    said = capsys.readouterr().err
    for word in BAD[file][1]:
        assert word in said, said
    assert "Traceback" not in said


def test_every_bad_file_is_tried():
    assert {path.name for path in HERE.iterdir()} == set(BAD)


def test_all_faults_of_all_tables_at_once(tmp_path):
    for file in ("cinc_in_percent.csv", "unknown_state.csv", "duplicate_rows.csv"):
        place(tmp_path, file)
    with pytest.raises(BadInput) as told:
        history.load(tmp_path)
    assert {fault.where.split(":")[0].rsplit("/")[-1] for fault in told.value.faults} == {
        "cinc.csv", "gk_orbit_spells.csv", "gdp_pop.csv",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["record", "check", "no/such/folder"], "does not exist"),
        (["record", "show", "--record", "no/such/folder"], "does not exist"),
        (["record", "show", "gdp_rato"], "nearest name: gdp_ratio"),
        (["record", "show", "--as-of", "soon"], "'soon' is no date"),
        (["record", "show", "--theatre", "POLL"], "nearest name: POL"),
        (["record", "build", "--from", "no/such/folder", "--to", "out"], "is no folder"),
    ],
)
def test_bad_words(words, said, capsys):
    assert main(words) == 2
    assert said in capsys.readouterr().err


def test_a_folder_without_tables(tmp_path, capsys):
    assert main(["record", "check", str(tmp_path)]) == 2
    assert "there is no table of a record here" in capsys.readouterr().err


def test_a_misspelled_table_is_told(tmp_path, capsys):
    (tmp_path / "gdp_pops.csv").write_text("ccode,year\n", encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 2
    assert "nearest name: gdp_pop" in capsys.readouterr().err
