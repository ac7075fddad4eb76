"""The record: its register of tables, the reader's checks, and views that end at a date."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from kennan import history
from kennan.faults import BadInput
from kennan.history import measure
from kennan.history.record import dates, spec
from kennan.history.record.states import names

SPELLS = "ccode,orbit_class,start,end,certainty,source,end_censored\n"


@pytest.fixture(autouse=True)
def no_other_record(monkeypatch):
    """These tests are about the package's own facts, whatever record the reader works with."""
    monkeypatch.delenv("KENNAN_RECORD", raising=False)


def folder(path: Path, **tables: str) -> Path:
    """Write tables (name -> text) into a folder."""
    path.mkdir(parents=True, exist_ok=True)
    for name, text in tables.items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8")
    return path


def test_the_register_names_only_columns_that_it_has():
    for name, table in spec.tables().items():
        said = (*table.keys, *table.start, *table.end, *table.ends, *table.ahead, *table.whole[1])
        said += (table.censored,) * bool(table.censored) + (table.whole[0],) * bool(table.whole[0])
        assert set(said) <= set(table.columns), name
        assert all((table.sentence, table.row, table.keys)), name
        assert all(column.type in spec.TYPES for column in table.columns.values()), name
        assert all(c.low is None or c.high is None or c.low < c.high for c in table.columns.values()), name


def test_what_a_state_is_called():
    assert names()[365] == "Russia"
    assert len(names()) > 200


def test_the_facts_are_sound_and_every_row_says_whence_and_how_sure():
    facts = history.load()
    assert facts.ends == datetime.date(1965, 12, 31)
    for name, data in facts.tables.items():
        assert len(data), name
        assert (data["source"].str.len() > 0).all(), name
        if name not in ("coverage", "gk_cpsu_congresses", "gk_cpsu_membership"):
            assert set(data["certainty"]) <= {"high", "medium", "low"}, name


def test_no_fact_is_later_than_1965():
    for name, data in history.load().tables.items():
        if name != "coverage":
            table = spec.table(name)
            for columns in (table.start, table.end):
                if columns:
                    assert max(dates.starts(data, columns)) < "1966", name


def test_another_folder_by_environment(tmp_path, monkeypatch):
    row = "290,core_satellite,1944-07-22,,high,mine,1\n"
    monkeypatch.setenv("KENNAN_RECORD", str(folder(tmp_path, gk_orbit_spells=SPELLS + row)))
    record = history.load()
    assert record.place == str(tmp_path)
    assert len(record.table("gk_orbit_spells")) == 1
    assert "theatre_spells" in record.own  # the package's own tables fill what the folder lacks
    assert "gk_bloc_unrest_events" not in record.tables


def test_later_years_and_other_states_need_no_change(tmp_path):
    rows = "540,third_world_marxist,1976-02-11,1991-05-31,high,mine,0\n"
    rows += "290,core_satellite,1944-07-22,1989-08-24,high,mine,0\n"
    gdp = "ccode,year,gdp_million_mpd2023,source\n" + "".join(
        f"{code},{year},{value},mine\n"
        for year in (1989, 1990, 1991)
        for code, value in ((2, 5e6), (365, 2e6 - year))
    )
    said = "table,first,last,source\ngk_orbit_spells,1945,1991,mine\n"
    record = history.load(folder(tmp_path, gk_orbit_spells=SPELLS + rows, gdp_pop=gdp, coverage=said))
    seen = history.observations(record, ["orbit_theatre", "gdp_ratio"])
    angola = seen[seen.unit == "ANG"].set_index("year")["value"]
    assert angola[1975] == 0
    assert angola[1976] == 1
    assert angola[1990] == 1
    assert angola[1991] == 0
    output = seen[seen.target == "gdp_ratio"].set_index("year")
    assert list(output.index)[-4:] == [1965, 1989, 1990, 1991]
    assert output.source_id[1965] == "yearly"  # the package's own, of years before the folder's table
    assert output.source_id[1989] == "gdp_pop"


def test_a_view_opens_spells_that_end_later():
    facts = history.load()
    view = facts.until("1955-06-30").table("gk_orbit_spells").set_index("ccode")
    whole = facts.table("gk_orbit_spells").set_index("ccode")
    assert whole.end[339] == "1961-12-03"
    assert whole.end_censored[339] == 0
    assert view.end[339] == ""
    assert view.end_censored[339] == 1
    assert view.end[345] == "1948-06-28"
    assert view.end_censored[345] == 0
    assert 40 not in view.index  # Cuba, 1961
    assert facts.until("1961-12-03").table("gk_orbit_spells").set_index("ccode").end[339] == "1961-12-03"


def test_a_year_is_known_when_it_is_over_and_a_count_of_january_at_once():
    facts = history.load()
    assert facts.until("1955-12-30").table("yearly").year.max() == 1954
    assert facts.until("1955-12-31").table("yearly").year.max() == 1955
    assert facts.until("1956-01-01").table("gk_cpsu_membership").year.max() == 1956
    assert facts.until("1955-12-31").table("gk_cpsu_membership").year.max() == 1952


def test_what_is_open_says_so():
    facts = history.load()
    seen = history.observations(facts.until("1953-12-01"), ["quiet_transfer"]).set_index("year")
    assert seen.censored[1953]
    assert seen.value[1953] == 1
    seen = history.observations(facts.until("1953-12-23"), ["quiet_transfer"]).set_index("year")
    assert not seen.censored[1953]
    assert seen.value[1953] == 0


def test_a_view_of_a_view_ends_at_the_earlier():
    facts = history.load()
    assert facts.until(1950).until(1960).ends == datetime.date(1950, 12, 31)
    assert facts.until(1990).ends == facts.ends


@pytest.mark.parametrize(
    ("said", "day"),
    [
        (1955, (1955, 12, 31)),
        ("1955-02", (1955, 2, 28)),
        ("1956-02", (1956, 2, 29)),
        ("1955-06-30", (1955, 6, 30)),
    ],
)
def test_cut_offs(said, day):
    assert dates.parse(said) == datetime.date(*day)


@pytest.mark.parametrize("said", ["yesterday", "1955-13", "1955-02-30", "55", "", True, "1955-2-3"])
def test_what_is_no_date(said):
    with pytest.raises(BadInput, match="is no date"):
        dates.parse(said)


def test_coverage_is_clipped_by_the_view():
    facts = history.load()
    assert facts.covers("gk_bloc_unrest_events") == (1945, 1965)
    assert facts.until("1955-06-30").covers("gk_bloc_unrest_events") == (1945, 1954)


UNREST = "date,ccode,event,type,certainty,source\n"


def test_a_list_that_begins_after_the_cut_off_says_that_nothing_had_happened_yet(tmp_path):
    rows = "1953-06-17,265,workers,uprising,high,mine\n1959-08-01,365,Temirtau,riot,medium,mine\n"
    record = history.load(folder(tmp_path, gk_bloc_unrest_events=UNREST + rows))
    view = record.until(1950)
    assert len(view.table("gk_bloc_unrest_events")) == 0
    assert view.covers("gk_bloc_unrest_events") == (1945, 1950)
    assert view.until(1948).covers("gk_bloc_unrest_events") == (1945, 1948)
    seen = history.observations(view, ["bloc_unrest"])
    assert seen.value.tolist() == [0.0] * 5  # 1946 to 1950
    assert record.covers("gk_bloc_unrest_events") == (1945, 1959)
    assert record.until(1965).covers("gk_bloc_unrest_events") == (1945, 1959)  # silent after its last row


def test_an_empty_list_covers_what_coverage_says_and_else_nothing(tmp_path):
    empty = history.load(folder(tmp_path / "a", gk_bloc_unrest_events=UNREST))
    assert empty.covers("gk_bloc_unrest_events") == (0, -1)
    assert empty.until(1950).covers("gk_bloc_unrest_events") == (0, -1)
    coverage = "table,first,last,source\ngk_bloc_unrest_events,1946,1952,mine\n"
    told = history.load(folder(tmp_path / "b", gk_bloc_unrest_events=UNREST, coverage=coverage))
    assert history.observations(told, ["bloc_unrest"]).value.tolist() == [0.0] * 7
    assert history.observations(told.until(1949), ["bloc_unrest"]).value.tolist() == [0.0] * 4


def test_forces_before_the_counts_by_host_are_those_of_the_package(tmp_path):
    hosts = "ccode,year,troops,source\n260,1950,100000,mine\n740,1950,150000,mine\n260,1951,200000,mine\n"
    record = history.load(folder(tmp_path, us_troops_abroad=hosts))
    seen = history.observations(record, ["forces_abroad"]).set_index("year")
    assert seen.value.loc[:1951].to_dict() == {1946: 7e5, 1947: 5e5, 1950: 2.5e5, 1951: 2e5}
    assert set(seen.source_id.loc[1952:]) == {"yearly"}  # and of the years after them
    assert measure.anchors(record.until(1947), ["forces_abroad"])["forces_abroad"].value == 5e5
    assert measure.anchors(record.until(1950), ["forces_abroad"])["forces_abroad"].value == 2.5e5


def test_a_war_that_may_go_on_has_no_outcome_yet(tmp_path):
    head = (
        "warnum,ccode1,ccode2,year,sidea1,sidea2,initiator1,initiator2,outcome1,outcome2,batdeath1,batdeath2"
    )
    rows = ",source\n" + "".join(
        f"151,2,731,{year},2,1,0,1,6,6,54487,316579,mine\n" for year in (1950, 1951, 1952, 1953)
    )
    record = history.load(folder(tmp_path, wars_interstate_cow=head + rows))
    assert record.until(1952).table("wars_interstate_cow").outcome1.isna().all()
    record = history.load(folder(tmp_path, nuclear="ccode,year,source\n2,1955,mine\n"))
    assert record.until(1954).table("wars_interstate_cow").outcome1.eq(6).all()
