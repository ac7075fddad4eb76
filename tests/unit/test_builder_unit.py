"""The builder: small originals with the publishers' columns become tables that the reader takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from builder_fake import NAN, ORIGINALS

from kennan import history
from kennan.cli.main import main
from kennan.faults import BadInput
from kennan.history.builder import build, sources
from kennan.history.builder.cells import date
from kennan.history.builder.maddison import codes
from kennan.history.builder.make import MAKERS, SHARED
from kennan.history.record import spec
from kennan.history.record.states import names


@pytest.fixture
def originals(tmp_path: Path) -> Path:
    folder = tmp_path / "originals"
    folder.mkdir()
    for name, text in ORIGINALS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def record(originals: Path, tmp_path: Path) -> history.Record:
    build(originals, tmp_path / "made")
    return history.load(tmp_path / "made")


def test_every_original_is_used_and_every_table_sound(originals, tmp_path):
    built = build(originals, tmp_path / "made")
    assert set(built.used) == set(sources())
    assert not built.absent
    assert set(built.tables) == {*MAKERS, *SHARED}
    assert all(count > 0 for count in built.tables.values())
    history.load(tmp_path / "made")


def test_the_register_of_originals_and_the_makers_agree():
    made = {name: {table for table, (needed, _) in MAKERS.items() if name in needed} for name in sources()}
    for table, makers in SHARED.items():
        for name in makers:
            made[name].add(table)
    assert made == {name: set(source.makes) for name, source in sources().items()}
    assert set(MAKERS) | set(SHARED) <= set(spec.tables())
    assert set(codes().values()) <= set(names())


def test_values(record):
    cinc = record.table("cinc").set_index("ccode")
    assert cinc.cinc[2] == 0.363988
    assert cinc.milex[365] != cinc.milex[365]  # -9 is "missing"
    states = record.table("state_system").set_index("ccode")
    assert states.end_censored.to_dict() == {265: 0, 365: 1}
    assert states.endyear[265] == 1990
    leaders = record.table("leaders").set_index("leader")
    assert leaders.enddate.to_dict() == {"Khrushchev": "1964-10-15", "Brezhnev": ""}
    gdp = record.table("gdp_pop")
    assert gdp.set_index(["ccode", "year"]).gdp_million_mpd2023[(365, 1947)] == 510000
    assert set(gdp.ccode) == {2, 365, 255, 260}  # Germany before and after its division
    mids = record.table("mids_superpower_dyads")
    assert mids[["statea", "stateb", "outcome_label"]].values.tolist() == [[2, 365, "yield by stateb"]]
    align = record.table("alignment_year").set_index(["ccode", "year"])
    assert align.atop_defense_ussr[(290, 1955)] == 1
    assert align.un_dist_to_ussr[(290, 1955)] == pytest.approx(0.1)
    assert record.table("us_troops_abroad").troops.tolist() == [261943]
    assert record.table("regime_year").vdem15_v2x_polyarchy.tolist() == [0.08]


def test_crises(record):
    crises = record.table("crises_icb").set_index("crisname")
    assert list(crises.index) == ["MUNICH", "CUBAN MISSILES"]  # neither power had a part in the third
    assert crises.end_date["MUNICH"] == "1938-10"  # day 66 is unknown
    assert crises.outcome_usa["CUBAN MISSILES"] == "victory"
    assert crises.outcome_ussr["CUBAN MISSILES"] == "defeat"
    assert crises.actors["CUBAN MISSILES"] == "RUS;USA"
    seen = history.observations(record, ["superpower_crises", "kremlin_yields"]).set_index(
        ["target", "year"]
    )["value"]
    assert seen[("superpower_crises", 1962)] == 1
    assert seen[("kremlin_yields", 1962)] == 1


def test_observations_of_what_was_built(record):
    seen = history.observations(record)
    assert {"cinc_ratio", "gdp_ratio", "leader_change", "forces_abroad", "broken_up"} <= set(seen.target)
    ratio = seen[(seen.target == "gdp_ratio") & (seen.year == 1947)]["value"].item()
    assert ratio == pytest.approx(3000 * 170000 / (14500 * 145000))


def test_a_part_of_the_originals_will_do(originals, tmp_path):
    for path in originals.iterdir():
        if not path.name.startswith("NMC"):
            path.unlink()
    built = build(originals, tmp_path / "made")
    assert built.tables == {"cinc": 2}
    assert "maddison" in built.absent


def test_the_alliances_without_pacts_of_non_aggression_are_not_taken(originals, tmp_path):
    """They come in the same archive, under a name that differs by its end."""
    (originals / "atop5_1ddyr_NNA.csv").write_text("something else\n", encoding="utf-8")
    assert build(originals, tmp_path / "made").used["atop"] == "atop5_1ddyr.csv"


def test_dates():
    assert date(1962, 10, 16) == "1962-10-16"
    assert date(1962, 10, 88) == "1962-10"
    assert date(1962, NAN, NAN) == "1962"
    assert date(NAN, 1, 1) == ""


def test_a_missing_column_is_told_with_the_place_to_get_the_file(originals, tmp_path):
    for name, old in (("NMC-70-abridged.csv", "cinc"), ("mpd2023.csv", "gdppc")):
        path = originals / name
        path.write_text(path.read_text().replace(old, "other", 1), encoding="utf-8")
    with pytest.raises(BadInput, match="2 faults") as told:
        build(originals, tmp_path / "made")
    assert "has no column cinc" in str(told.value)
    assert "correlatesofwar.org" in str(told.value)
    assert not (tmp_path / "made").exists()


def test_nothing_is_replaced_unasked(originals, tmp_path, capsys):
    words = ["record", "build", "--from", str(originals), "--to", str(tmp_path / "made")]
    assert main([*words, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["tables"]["cinc"] == 2
    assert main(words) == 2
    assert "is there already" in capsys.readouterr().err
    assert main([*words, "--force"]) == 0


def test_an_empty_folder(tmp_path):
    (tmp_path / "originals").mkdir()
    with pytest.raises(BadInput, match="none of the originals is here"):
        build(tmp_path / "originals", tmp_path / "made")
