"""Where theatres stand: on tiles that a folder places or that are laid out, and on a map."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kennan import scenarios
from kennan.faults import BadInput
from kennan.scenarios.layout import equal_earth

HEAD = "code,column,row,columns,rows\n"
FULL = HEAD + "HEN,1,0,,\nZEN,0,0,,\nSYL,0,1,,\nGRA,1,1,,\nORS,2,1,,\nLUT,3,2,,\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the small scenario."""
    return Path(shutil.copytree(scenarios.SMALL, tmp_path / "small"))


def faults(folder: Path) -> list[str]:
    with pytest.raises(BadInput) as caught:
        scenarios.load(folder)
    return [f"{one.where}: {one.what} {one.nearest}" for one in caught.value.faults]


def test_the_articles_theatres_have_a_tile_each_and_none_lies_on_the_land_of_a_power() -> None:
    world = scenarios.load(scenarios.ARTICLE)
    places = world.tiles.theatres
    assert list(places) == list(world.theatres.code)
    assert len(set(places.values())) == len(places)
    for blocks in world.tiles.powers.values():
        for c, r, wide, tall in blocks:
            assert not [p for p in places.values() if c <= p[0] < c + wide and r <= p[1] < r + tall]
    assert world.tiles.size == (20, 10)
    assert world.tiles.empty == [5]  # the ocean


def test_a_scenario_without_tiles_gets_them_from_where_its_theatres_lie() -> None:
    world = scenarios.load(scenarios.SMALL)
    places = world.tiles.theatres
    assert len(set(places.values())) == len(places) == 6
    columns, rows = world.tiles.size
    assert all(0 <= c < columns and 0 <= r < rows for c, r in places.values())
    assert places["SYL"][0] < places["HEN"][0] < places["LUT"][0]  # west to east
    assert places["HEN"][1] < places["ORS"][1]  # north to south


def test_a_theatre_that_the_table_leaves_out_stands_beside_its_neighbour(folder: Path) -> None:
    text = FULL.replace("ORS,2,1,,\n", "RUR,5,0,2,1\nRUR,6,1,1,1\n")
    (folder / "tiles.csv").write_text(text, encoding="utf-8")
    tiles = scenarios.load(folder).tiles
    column, row = tiles.theatres["ORS"]
    assert abs(column - 1) <= 1  # next to Graustark, the nearest to it
    assert abs(row - 1) <= 1
    assert len(set(tiles.theatres.values())) == 6
    assert tiles.size == (7, 3)
    assert tiles.empty == [4]
    assert tiles.label("RUR") == (6.17, 0.83)


def test_what_is_wrong_with_tiles_is_told_at_once(folder: Path) -> None:
    text = FULL + "ZED,5,5,,\nZEN,7,7,,\nRUR,0,0,1,1\nFRE,99,0.5,1,1\n"
    (folder / "tiles.csv").write_text(text.replace("HEN,1,0,,", "HEN,1,0,2,1"), encoding="utf-8")
    told = "\n".join(faults(folder))
    for said in (
        "tiles.csv:8 code: there is no theatre or power called 'ZED' ZEN",
        "tiles.csv:9 code: there are two theatres 'ZEN'",
        "tiles.csv:10 column: column 0, row 0 is ZEN's already",
        "tiles.csv:11 column: column is '99'",
        "tiles.csv:2 columns: columns is '2'",
    ):
        assert said in told


def test_a_theatre_without_a_shape_stands_on_the_map_as_a_mark(folder: Path) -> None:
    shape = {"d": "M0 0l1 1z", "at": [1, 1]}
    drawn = {"views": {"world": [0, 0, 10, 10]}, "theatres": {"HEN": shape}, "powers": {}, "meridian": 11}
    (folder / "map.json").write_text(json.dumps(drawn), encoding="utf-8")
    found = scenarios.load(folder).map
    assert found["theatres"]["HEN"] == shape
    assert found["theatres"]["ZEN"] == {"d": "", "at": list(equal_earth(12.5, 49.0, 11))}
    assert set(found["theatres"]) == set(scenarios.load(folder).theatres.code)


def test_the_marks_stand_where_the_maps_own_do() -> None:
    world = scenarios.load(scenarios.ARTICLE)
    i = world.theatres.code.index("WBE")
    at = world.map["theatres"]["WBE"]["at"]
    assert equal_earth(float(world.theatres.lon[i]), float(world.theatres.lat[i]), 11) == tuple(at)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"views": {}}, "no view called world"),
        ({"view": {}}, "'view' views"),
        ({"theatres": {"HEM": {"d": "", "at": [0, 0]}}}, "'HEM' HEN"),
        ({"theatres": {"HEN": {"d": 3, "at": [0, 0]}}}, "HEN is"),
        ({"theatres": {"HEN": {"d": "", "at": [0, "x"]}}}, "at is"),
        ({"powers": {"USSR": {"d": "", "at": [0, 0]}}}, "no power called 'USSR'"),
        ({"meridian": 400}, "meridian is 400"),
        ({"inset": "europe"}, "'europe'"),
        ({"named": ["ZEM"]}, "'ZEM' ZEN"),
        ({"sea": 3}, "sea is 3"),
    ],
)
def test_what_is_wrong_with_a_map_is_told(folder: Path, change: dict, said: str) -> None:
    drawn = {"views": {"world": [0, 0, 10, 10]}, "theatres": {}, "powers": {}} | change
    (folder / "map.json").write_text(json.dumps(drawn), encoding="utf-8")
    assert said in "\n".join(faults(folder))


def test_a_map_that_is_no_json_is_told(folder: Path) -> None:
    (folder / "map.json").write_text("{", encoding="utf-8")
    assert "map.json" in "\n".join(faults(folder))
