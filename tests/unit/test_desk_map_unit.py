"""The map of the article's scenario names every theatre once; the page is tested with the world that is served."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import kennan
from kennan import scenarios
from kennan.server import explore_registers

KENNAN = Path(kennan.__file__).parent
WEB = KENNAN / "page" / "web"
SCENARIO = KENNAN / "scenarios" / "x-1947"


def codes() -> list[str]:
    with (SCENARIO / "theatres.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def test_the_map_has_every_theatre_once_and_stays_small() -> None:
    text = (SCENARIO / "map.json").read_text(encoding="utf-8")
    drawn = json.loads(text)
    names = re.findall(r'^"([A-Z]{3})":', text, re.M)  # a repeated key would be lost in loading
    assert sorted(names) == sorted([*codes(), "NAM"])
    assert sorted(drawn["theatres"]) == sorted(codes())
    assert [c for c in codes() if not drawn["theatres"][c]["d"]] == ["WBE"]
    assert set(drawn["powers"]) == {"USSR", "NAM"}
    assert len(text.encode()) <= 100_000
    assert not re.search(r"\d\.\d\d", text.split('"sea"')[1]), "one decimal is enough"


def test_no_country_makes_two_theatres() -> None:
    lands = json.loads((WEB / "tools" / "map" / "lands.json").read_text(encoding="utf-8"))
    every = [n for part in ("theatres", "powers") for names in lands[part].values() for n in names] + lands[
        "outside"
    ]
    assert len(every) == len(set(every))
    assert set(lands["theatres"]) | set(lands["markers"]) == set(codes())


def test_the_page_tests_itself_with_the_world_that_is_served() -> None:
    """The page's own tests hold a copy of what the server says of the article's scenario."""
    kept = json.loads((WEB / "src" / "lib" / "served.fixture.json").read_text(encoding="utf-8"))
    said = explore_registers.world(scenarios.load(scenarios.ARTICLE)).model_dump()
    assert kept == said | {"map": None}


def test_the_outcomes_have_the_colours_of_the_pictures() -> None:
    from kennan.plots import look

    sheet = (WEB / "src" / "charts" / "charts.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--outcome-(\w+): light-dark\((#\w{6}),", sheet))
    assert light == look.COLOURS
