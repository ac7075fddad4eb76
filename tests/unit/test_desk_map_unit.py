"""The page's map and tiles name every theatre of the scenario once, and stand where the pictures put them."""

from __future__ import annotations

import csv
import json
import re
import runpy
from pathlib import Path

import kennan
from kennan.plots import orbit

KENNAN = Path(kennan.__file__).parent
WEB = KENNAN / "page" / "web"
SCENARIO = KENNAN / "scenarios" / "x-1947"


def codes() -> list[str]:
    with (SCENARIO / "theatres.csv").open(encoding="utf-8", newline="") as file:
        return [row["code"] for row in csv.DictReader(file)]


def test_the_map_has_every_theatre_once_and_stays_small() -> None:
    text = (WEB / "src" / "data" / "map.json").read_text(encoding="utf-8")
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


def test_the_tiles_are_those_of_the_pictures() -> None:
    found = json.loads((WEB / "src" / "data" / "tiles.json").read_text(encoding="utf-8"))
    assert [t["code"] for t in found["theatres"]] == codes()
    assert {t["code"]: (t["column"], t["row"]) for t in found["theatres"]} == orbit.placement()
    powers = [(tuple(tuple(b) for b in p["blocks"]), tuple(p["label"])) for p in found["powers"]]
    assert powers == [(blocks, label) for _, blocks, label in orbit.POWERS]


def test_the_tiles_are_what_their_tool_makes() -> None:
    made = runpy.run_path(str(WEB / "tools" / "make_tiles.py"))["text"]()
    assert (WEB / "src" / "data" / "tiles.json").read_text(encoding="utf-8") == made


def test_the_outcomes_have_the_colours_of_the_pictures() -> None:
    from kennan.plots import look

    sheet = (WEB / "src" / "charts" / "charts.css").read_text(encoding="utf-8")
    light = dict(re.findall(r"--outcome-(\w+): light-dark\((#\w{6}),", sheet))
    assert light == look.COLOURS
