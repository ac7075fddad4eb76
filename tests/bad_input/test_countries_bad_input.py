"""What is wrong with the table of countries: told with file, line and field, all at once."""

from __future__ import annotations

import shutil

import pytest

from kennan import scenarios
from kennan.faults import BadInput
from kennan.scenarios import SMALL

SOUND = "country,theatre,government,note\nGraustark,GRA,one,\nGraustark,ORS,one,\n"
CASES = [
    (SOUND.replace("ORS", "ORZ"), ["countries.csv:3 theatre: there is no theatre called 'ORZ'", "nearest name: ORS"]),
    (SOUND.replace("ORS", "GRA"), ["countries.csv:3 theatre: there are two theatres 'GRA'"]),
    (SOUND.replace("ORS,one", "ORS,none"), ["countries.csv:3 government: government is 'none' in one row"]),
    (SOUND.replace("ORS,one", "ORS,two"), ["countries.csv:3 government: government is 'two'", "allowed: one, none"]),
    (SOUND.replace("Graustark,ORS", "Orsinia,ORS"), ["countries.csv:2 country: 'Graustark' has one theatre",
                                                      "countries.csv:3 country: 'Orsinia' has one theatre"]),
    (SOUND.replace("Graustark,ORS", ",ORS"), ["countries.csv:3 country: country is empty"]),
    (SOUND.replace("government", "goverment"), ["there is no column 'government'", "nearest name: goverment"]),
    ("country,theatre,government,note\n", ["countries.csv: the table of countries has no rows"]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "words"), CASES)
def test_each_fault_is_told(tmp_path, text, words):
    folder = tmp_path / "mine"
    shutil.copytree(SMALL, folder)
    (folder / "countries.csv").write_text(text, encoding="utf-8")
    with pytest.raises(BadInput) as told:
        scenarios.load(folder)
    assert not [word for word in words if word not in str(told.value)], str(told.value)


def test_without_the_table_every_theatre_is_a_country(tmp_path):
    folder = tmp_path / "mine"
    shutil.copytree(SMALL, folder)
    (folder / "countries.csv").unlink()
    theatres = scenarios.load(folder).theatres
    assert theatres.countries == ()
    assert theatres.by_land.tolist() == [1.0] * len(theatres)


def test_land_joins_china_but_for_taiwan():
    theatres = scenarios.load("x-1947").theatres
    assert [code for code, joined in zip(theatres.code, theatres.by_land, strict=True) if not joined] == [
        "TAI"
    ]
