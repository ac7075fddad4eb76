"""Which years a record tells of: coverage of each table for itself, and the folder before the package's own facts."""

from __future__ import annotations

import re
from pathlib import Path

import history_fake as fake
import numpy as np
import pytest

from kennan import history
from kennan.history import score, standing
from kennan.history.members import Members
from kennan.history.observe import orbit, rule
from kennan.history.observe.notes import notes
from kennan.scenarios import theatre_states

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "record.md"
SPELLS = "ccode,orbit_class,start,end,certainty,source,end_censored\n"
UNREST = "date,ccode,event,type,certainty,source\n"
LEADERS = "ccode,leader,startdate,enddate,entry,exit,source,end_censored\n"
COVERAGE = "table,first,last,source\n"


@pytest.fixture(autouse=True)
def no_other_record(monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)


def made(folder: Path, **tables: str):
    """Return the record of tables (name -> text)."""
    folder.mkdir(exist_ok=True)
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return history.load(folder, tell=lambda _: None)


@pytest.fixture(scope="module")
def later(tmp_path_factory):
    """Return the invented record to 1970 that the page on records makes."""
    tables = re.findall(
        r"cat > later/(\w+)\.csv <<'END'\n(.*?)END\n", PAGE.read_text(encoding="utf-8"), re.DOTALL
    )
    assert len(tables) == 5
    assert all("invented" in line for _, text in tables for line in text.splitlines()[1:])
    return made(tmp_path_factory.mktemp("later") / "tables", **dict(tables))


def of(record, target: str) -> dict[int, float]:
    seen = history.observations(record, [target])
    return dict(zip(seen.year, seen.value, strict=True))


def test_later_years_are_the_folders_and_earlier_ones_the_packages(later):
    assert of(later, "quiet_transfer") == {1924: 1, 1953: 0, 1964: 1, 1967: 1, 1970: 1}
    assert [year for year, changed in of(later, "leader_change").items() if changed] == [
        1953,
        1964,
        1967,
        1970,
    ]
    mellowed = of(later, "mellowed")
    assert sorted(mellowed) == list(range(1946, 1971))
    assert [year for year, value in mellowed.items() if value] == [1969, 1970]
    assert not any(of(later, "broken_up").values())
    assert later.ends.year == 1970
    seen = history.observations(later, ["quiet_transfer"]).set_index("year")
    assert seen.censored.to_dict() == {1924: False, 1953: False, 1964: False, 1967: False, 1970: True}


def test_soil_of_the_folder_stands_for_the_packages_in_the_years_that_it_covers(later):
    states = of(later, "orbit_states")
    assert states[1968] == 2  # Poland, and Finland's zone
    assert states[1969] == 2  # Poland and Southern Yemen, which is not the leading state of its theatre
    seen = history.observations(later, ["orbit_theatre"])
    on = seen[seen.value == 1]
    assert set(on[on.year == 1969].unit) == {"POL"}
    assert set(on[on.year == 1951].unit) == {"POL", "TIB"}  # the package's, to 1965
    assert set(on[on.year == 1968].unit) == {"POL", "FIN"}


def test_the_three_ways_are_scored_to_the_folders_end(later):
    names, years = ("broken_up", "mellowed"), (1966, 1967, 1968, 1969, 1970)
    values = {name: np.zeros((1, 5, 20), np.float32) for name in names}
    members = Members("kennan", values, dict.fromkeys(names, ("",)), years)
    cells = score.cells_of(members, history.observations(later, names), 1966, 1970)
    found = standing.brier(members, cells)
    assert found is not None
    assert found[0].tolist() == list(years)
    assert found[1][0] < 0.1 < 1 < found[1][-1]


def test_rows_of_a_folder_win_and_its_gaps_are_filled(tmp_path):
    rows = "quantity,year,value,certainty,source\nmellowed,1960,1,high,mine\n"
    assert [year for year, value in of(made(tmp_path, yearly=rows), "mellowed").items() if value] == [1960]
    head = "date,out,in,cause,settled,settled_censored,quiet,certainty,source\n"
    other = head + "1953-03-05,Stalin,Khrushchev,death,1953-12-23,0,1,high,mine\n"
    assert of(made(tmp_path, successions=other), "quiet_transfer") == {1924: 1, 1953: 1, 1964: 1}
    none = COVERAGE + "successions,1950,1960,mine\n"
    record = made(
        tmp_path, successions=head, coverage=none
    )  # nothing happened in these years, says the folder
    assert of(record, "quiet_transfer") == {1924: 1, 1964: 1}
    assert [year for year, value in of(record, "leader_change").items() if value] == [1964]


def test_a_list_of_events_goes_on_where_the_packages_successions_end(tmp_path):
    events = "date,person,event,manner,certainty,source\n"
    events += (
        "1964-10-14,Khrushchev,removed,palace coup,high,mine\n1982-11-10,Brezhnev,death,natural,high,mine\n"
    )
    events += "1984-02-09,Andropov,death,natural,high,mine\n1985-03-10,Chernenko,death,natural,high,mine\n"
    events += "1991-08-19,Gorbachev,coup fails,political,high,mine\n"
    record = made(
        tmp_path,
        gk_ussr_leadership_events=events,
        coverage=COVERAGE + "gk_ussr_leadership_events,1964,1991,m\n",
    )
    assert of(record, "quiet_transfer") == {1924: 1, 1953: 0, 1964: 1, 1982: 1, 1984: 1, 1985: 1}


ORBIT = (
    SPELLS
    + "290,core_satellite,1944-07-22,1963-01-01,high,m,0\n310,core_satellite,1945-01-20,1965-01-01,high,m,0\n"
)


def test_one_late_spell_does_not_make_a_list_reach(tmp_path):
    late = ORBIT + "540,third_world_marxist,1976-02-11,1991-05-31,high,m,0\n"
    record = made(tmp_path / "a", gk_orbit_spells=late)
    assert record.spans("gk_orbit_spells") == ((1944, 1965),)
    assert max(of(record, "orbit_states")) == 1965
    assert record.ends.year == 1965
    (note,) = notes(record, ["orbit_states"])
    assert "1 row later than the list is complete to 1965" in note
    record = made(tmp_path / "b", gk_orbit_spells=late, coverage=COVERAGE + "gk_orbit_spells,1945,1980,m\n")
    assert of(record, "orbit_states")[1980] == 1
    assert max(of(record, "orbit_states")) == 1980
    assert notes(record, ["orbit_states"]) == []


def test_no_other_table_makes_a_list_reach(tmp_path):
    leaders = LEADERS + "".join(
        f"2,L{year},{year}-01-20,{year + 4}-01-20,Regular,Regular,m,0\n" for year in range(1953, 1990, 4)
    )
    record = made(tmp_path, gk_orbit_spells=ORBIT, leaders=leaders)
    assert record.spans("leaders")[-1][1] == 1989
    assert max(of(record, "orbit_states")) == 1965


def test_a_list_of_leaders_says_nothing_of_a_country_that_it_lacks(tmp_path):
    others = (
        LEADERS
        + "2,Nixon,1969-01-20,1974-08-09,Regular,Irregular,m,0\n2,Ford,1974-08-09,1977-01-20,Irregular,Regular,m,0\n"
    )
    assert max(of(made(tmp_path / "a", leaders=others), "leader_change")) == 1965
    own = others + "365,Brezhnev,1964-10-14,1982-11-10,Regular,Natural,m,0\n"
    own += "365,Andropov,1982-11-12,1984-02-09,Regular,Natural,m,0\n"
    found = of(made(tmp_path / "b", leaders=own), "leader_change")
    assert [year for year, value in found.items() if value] == [1953, 1964, 1982]
    assert max(found) == 1982  # to the last row but one


def test_a_list_with_a_gap(tmp_path):
    coverage = COVERAGE + "gk_bloc_unrest_events,1953,1956,m\ngk_bloc_unrest_events,1970,1971,m\n"
    rows = UNREST + "1953-06-17,265,workers,uprising,high,m\n1970-12-14,290,shipyards,strike,high,m\n"
    record = made(tmp_path, gk_bloc_unrest_events=rows, coverage=coverage)
    assert of(record, "bloc_unrest") == {1953: 1, 1954: 0, 1955: 0, 1956: 0, 1970: 1, 1971: 0}
    assert of(record.until(1970), "bloc_unrest") == {1953: 1, 1954: 0, 1955: 0, 1956: 0, 1970: 1}
    assert of(record.until("1955-06-30"), "bloc_unrest") == {1953: 1, 1954: 0}


@pytest.mark.parametrize(
    ("word", "counts"),
    [
        ("protest", True),
        ("Reform movement", True),
        ("mass-movement", True),
        ("ethnic_conflict", True),
        ("Mass Protest", True),
        ("general strike", True),
        ("intervention", False),
        ("coup plot", False),
        ("exit closed", False),
        ("leadership change under pressure", False),
    ],
)
def test_words_of_coders(word, counts, tmp_path):
    rows = UNREST + f"1960-06-17,265,something,{word},high,m\n"
    record = made(tmp_path, gk_bloc_unrest_events=rows)
    assert of(record, "bloc_unrest")[1960] == counts
    assert notes(record, ["bloc_unrest"]) == []


def test_a_word_that_is_not_known_is_named_and_not_counted(tmp_path):
    rows = UNREST + "1960-06-17,265,a,upprising,high,m\n1961-06-17,265,b,upprising,high,m\n"
    record = made(tmp_path, gk_bloc_unrest_events=rows)
    assert not any(of(record, "bloc_unrest").values())
    (note,) = notes(record, ["bloc_unrest"])
    assert "2 rows of type 'upprising', no known word, not counted; nearest name: uprising" in note


def test_the_words_of_the_package_and_no_word_twice():
    groups = [word for group in rule.toml.read(rule.WORDS, "words").data.values() for word in group["words"]]
    assert len(groups) == len(set(groups)) == len(rule.words())
    assert all(word == rule.plain(word) for word in groups)
    assert {rule.plain(word) for word in history.load().table("gk_bloc_unrest_events").type} <= set(groups)


def test_every_state_counts_for_one_and_china_for_one_in_all():
    weights = orbit.weights(theatre_states())
    total: dict[int, float] = {}
    for (_, code), weight in weights.items():
        total[code] = total.get(code, 0.0) + weight
    assert set(total.values()) == {1.0}


def test_what_stands_on_no_soil_is_named(tmp_path):
    spells = ORBIT + "990,core_satellite,1950-01-01,1951-01-01,high,m,0\n"
    zones = "theatre,orbit_class,start,end,end_censored,certainty,source\n"
    zones += "GERM,core_satellite,1945-05-08,1949-10-07,0,high,m\n"
    said = notes(made(tmp_path, gk_orbit_spells=spells, theatre_spells=zones), ["orbit_states"])
    assert any("state 990 stands on the soil of no theatre" in note for note in said)
    assert any("there is no theatre 'GERM'" in note for note in said)


def test_score_says_why_no_claim_was_judged_and_whom_it_could_not_ask(tmp_path):
    from kennan.history import forecast_folder

    fake.registered(tmp_path / "f", without=False)
    rows = "quantity,year,value,certainty,source\ngdp_ratio,1949,0.35,high,m\n"
    found = score.score(forecast_folder.read(tmp_path / "f"), made(tmp_path / "r", yearly=rows))
    assert "without the worlds" in found.unjudged
    assert found.claims == []
    assert "nothing_matters" in found.left_out  # it begins from who lies in the orbit
    assert "persistence" in found.targets["gdp_ratio"].models
