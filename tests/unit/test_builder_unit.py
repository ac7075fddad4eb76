"""The builder: small originals with the publishers' columns become tables that the reader takes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kennan import history
from kennan.cli.main import main
from kennan.faults import BadInput
from kennan.history.builder import build, sources
from kennan.history.builder.cells import date
from kennan.history.builder.maddison import codes
from kennan.history.builder.make import MAKERS, SHARED
from kennan.history.record import spec
from kennan.history.record.states import names

NAN = float("nan")


def original(name: str, rows: list[dict[str, object]]) -> str:
    """Return a CSV text with all columns that an original needs, and the publisher's spelling of them."""
    columns = [column.split("|")[0] for column in sources()[name].columns]
    lines = [",".join(columns)]
    for row in rows:
        assert set(row) <= set(columns), set(row) - set(columns)
        lines.append(",".join(str(row.get(column, "")) for column in columns))
    return "\n".join(lines) + "\n"


def icb1(**said: object) -> dict[str, object]:
    given = {
        "break": 4,
        "gravcr": 5,
        "sevviosy": 1,
        "viol": 2,
        "powinv": 7,
        "subout": 2,
        "forout": 2,
        "outesr": 2,
    }
    return {**given, "geog": 42, "pcid": 27, **said}


ORIGINALS = {
    "NMC-70-abridged.csv": original(
        "cow_nmc",
        [
            {
                "stateabb": "USA",
                "ccode": 2,
                "year": 1946,
                "milex": 45133984,
                "milper": 3030,
                "irst": 60421,
                "pec": 1188144,
                "tpop": 141389,
                "upop": 39725,
                "cinc": 0.363988,
            },
            {
                "stateabb": "RUS",
                "ccode": 365,
                "year": 1946,
                "milex": -9,
                "milper": 12500,
                "irst": 13347,
                "pec": 200000,
                "tpop": 173900,
                "upop": 20000,
                "cinc": 0.122541,
            },
        ],
    ),
    "states2016.csv": original(
        "cow_states",
        [
            {
                "stateabb": "RUS",
                "ccode": 365,
                "statenme": "Russia",
                "styear": 1816,
                "stmonth": 1,
                "stday": 1,
                "endyear": 2016,
                "endmonth": 12,
                "endday": 31,
            },
            {
                "stateabb": "GDR",
                "ccode": 265,
                "statenme": "German Democratic Republic",
                "styear": 1954,
                "stmonth": 3,
                "stday": 25,
                "endyear": 1990,
                "endmonth": 10,
                "endday": 2,
            },
        ],
    ),
    "dyadic_mid_4.02.csv": original(
        "dyadic_mid",
        [
            {
                "disno": 61,
                "dyindex": 61.001,
                "statea": a,
                "namea": x,
                "stateb": b,
                "nameb": y,
                "strtyr": 1962,
                "strtmnth": 10,
                "strtday": 14,
                "endyear": 1962,
                "endmnth": 11,
                "endday": 20,
                "year": 1962,
                "outcome": o,
                "settlmnt": 1,
                "fatlev": 1,
                "hihost": 4,
                "hihosta": 4,
                "hihostb": 3,
                "recip": 1,
                "sideaa": 1,
                "sideab": 0,
                "war": 0,
            }
            for a, x, b, y, o in (
                (2, "USA", 365, "RUS", 4),
                (365, "RUS", 2, "USA", 3),
                (200, "UKG", 651, "EGY", 6),
            )
        ],
    ),
    "Archigos_4.1.csv": original(
        "archigos",
        [
            {
                "ccode": 365,
                "idacr": "RUS",
                "leader": "Khrushchev",
                "startdate": "1953-03-20",
                "enddate": "1964-10-15",
                "entry": "Regular",
                "exit": "Regular",
                "exitcode": "Regular",
                "prevtimesinoffice": 0,
                "posttenurefate": "OK",
                "gender": "M",
                "yrborn": 1894,
            },
            {
                "ccode": 365,
                "idacr": "RUS",
                "leader": "Brezhnev",
                "startdate": "1964-10-15",
                "enddate": "2015-12-31",
                "entry": "Regular",
                "exit": "Still in Office",
                "exitcode": "Still in Office",
                "prevtimesinoffice": 0,
                "posttenurefate": "OK",
                "gender": "M",
                "yrborn": 1906,
            },
        ],
    ),
    "mpd2023.csv": original(
        "maddison",
        [
            {"countrycode": "SUN", "country": "Former USSR", "year": 1947, "gdppc": 3000, "pop": 170000},
            {"countrycode": "USA", "country": "United States", "year": 1947, "gdppc": 14500, "pop": 145000},
            {"countrycode": "DEU", "country": "Germany", "year": 1938, "gdppc": 7952, "pop": 68558},
            {"countrycode": "DEU", "country": "Germany", "year": 1950, "gdppc": 6186, "pop": 68375},
            {"countrycode": "XYZ", "country": "Nowhere", "year": 1950, "gdppc": 1, "pop": 1},
        ],
    ),
    "icb1v14.csv": original(
        "icb",
        [
            icb1(
                crisno=196,
                crisname="CUBAN MISSILES",
                trigent=365,
                yrtrig=1962,
                motrig=10,
                datrig=16,
                yrterm=1962,
                moterm=11,
                daterm=20,
                brexit=36,
                usinv=4,
                suinv=3,
            ),
            icb1(
                crisno=64,
                crisname="MUNICH",
                trigent=996,
                yrtrig=1938,
                motrig=9,
                datrig=7,
                yrterm=1938,
                moterm=10,
                daterm=66,
                brexit=25,
                usinv=2,
                suinv=2,
            ),
            icb1(
                crisno=2,
                crisname="COSTA RICAN COUP",
                trigent=94,
                yrtrig=1918,
                motrig=5,
                datrig=25,
                yrterm=1919,
                moterm=9,
                daterm=3,
                brexit=467,
                usinv=2,
                suinv=1,
            ),
        ],
    ),
    "icb2v14.csv": original(
        "icb_actors",
        [
            {
                "crisno": n,
                "cracid": c,
                "actor": a,
                "crisname": t,
                "triggr": 7,
                "yrtrig": y,
                "motrig": m,
                "datrig": d,
                "trigent": 365,
                "usinv": 9,
                "suinv": 9,
                "outcom": o,
                "outesr": 2,
                "yrterm": y,
                "moterm": 11,
                "daterm": 20,
            }
            for n, c, a, t, y, m, d, o in (
                (196, 2, "USA", "CUBAN MISSILES", 1962, 10, 16, 1),
                (196, 365, "RUS", "CUBAN MISSILES", 1962, 10, 22, 4),
                (64, 365, "RUS", "MUNICH", 1938, 9, 7, 4),
                (2, 93, "NIC", "COSTA RICAN COUP", 1918, 5, 25, 4),
            )
        ],
    ),
    "atop5_1ddyr.csv": original(
        "atop",
        [
            {
                "statea": 290,
                "stateb": 365,
                "year": 1955,
                "defense": 1,
                "offense": 0,
                "neutral": 0,
                "nonagg": 1,
                "consul": 1,
            },
            {
                "statea": 2,
                "stateb": 200,
                "year": 1955,
                "defense": 1,
                "offense": 0,
                "neutral": 0,
                "nonagg": 0,
                "consul": 0,
            },
        ],
    ),
    "IdealpointestimatesAll_Apr2020.csv": original(
        "un_ideal_points",
        [
            {"ccode": c, "session": 10, "IdealPoint": p, "NVotes": 27}
            for c, p in ((2, 1.9), (365, -2.1), (290, -2.0))
        ],
    ),
    "V-Dem-CY-Full+Others-v15.csv": original(
        "vdem",
        [{"COWcode": 365, "country_name": "Russia", "year": 1950, "v2x_polyarchy": 0.08, "v2x_libdem": 0.02}],
    ),
    "troopdata.csv": original(
        "us_troops",
        [
            {"ccode": 260, "countryname": "West Germany", "year": 1955, "troops": 261943},
            {"ccode": 40, "countryname": "Cuba", "year": 1955, "troops": "-Inf"},  # nothing was reported
            {"ccode": 2, "countryname": "United States", "year": 1955, "troops": 1500000},
        ],
    ),
}


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
