"""A record's folder: every file is used or named, and only the tables that somebody needs can stop him."""

from __future__ import annotations

import json

import history_fake as fake
import pytest

from kennan import history
from kennan.cli.main import main
from kennan.faults import BadInput
from kennan.history.record.folder import FACTS

WARS = "warnum,ccode1,ccode2,year,sidea1,sidea2,initiator1,initiator2,outcome1,outcome2,batdeath1,batdeath2,source\n"
#: Tables that no target reads, each with faults that its coders have on their conscience.
UNREAD = {
    "coups": "ccode,country,year,month,day,dataset,outcome,source\n99999,Nowhere,1950,1,1,x,failed,mine\n",
    "wars_interstate_cow": WARS + "1,2,365,1950,1,2,0,1,x,1,0,0,a\n" + "1,2,365,1950,1,2,0,1,1,1,0,0,a\n",
    "nuclear": "ccode,year,warheads_stockpiled,source\n2,1950,many,mine\n",
    "cinc": "ccode,year,milex\n2,1950,1\n",
}


@pytest.fixture(autouse=True)
def no_other_record(monkeypatch):
    monkeypatch.delenv("KENNAN_RECORD", raising=False)


@pytest.fixture
def tables(tmp_path):
    """Return a folder with the package's own tables."""
    to = tmp_path / "tables"
    to.mkdir()
    for path in FACTS.glob("*.csv"):
        (to / path.name).write_bytes(path.read_bytes())
    return to


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("Yearly.csv", "yearly"),
        ("yeraly.csv", "yearly"),
        ("YEARLY.CSV", "yearly"),
        ("yearly.CSV", "yearly"),
        ("yearly.csv.bak", "yearly"),
        ("yearly.tsv", "yearly"),
        ("successions.xlsx", "successions"),
        ("Sources.csv", "sources"),
        ("notes.txt", ""),
        ("mine.csv", ""),
    ],
)
def test_a_file_that_is_no_table_is_named(name, near, tables, capsys):
    forecast = tables.parent / "forecast"
    fake.registered(forecast)
    (tables / name).write_text("quantity,year\n", encoding="utf-8")
    for words in (["record", "check", str(tables)], ["score", str(forecast), str(tables)]):
        assert main(words) == 2
        said = capsys.readouterr().err
        assert name in said
        assert (f"nearest name: {near}\n" in said) == bool(near)
        assert "README" in said


def test_a_table_in_another_case_stands_in_place_of_none(tables, capsys):
    (tables / "yearly.csv").rename(tables / "Yearly.csv")
    assert main(["record", "check", str(tables)]) == 2
    assert "there is no table called 'Yearly'" in capsys.readouterr().err


def test_a_folder_below_is_named_and_what_describes_the_record_may_lie_beside(tables, capsys):
    for name in ("README.md", "LICENSE", "licence.txt", "CITATION.cff", ".hidden", "sources.csv"):
        (tables / name).write_text("of my own\n", encoding="utf-8")
    assert main(["record", "check", str(tables)]) == 0
    (tables / "yearly").mkdir()
    assert main(["record", "check", str(tables)]) == 2
    assert str(tables / "yearly") in capsys.readouterr().err


def test_tables_that_nothing_reads_are_passed_over_and_told(tables, tmp_path, capsys):
    for name in ("coups", "wars_interstate_cow", "nuclear"):
        (tables / f"{name}.csv").write_text(UNREAD[name], encoding="utf-8")
    assert main(["record", "check", str(tables)]) == 0
    out, said = capsys.readouterr()
    for word in ("coups.csv:2 ccode", "no known state", "two rows for warnum 1", "outcome1 is 'x'", "'many'"):
        assert said.count(word) == 1, said
    assert out.count("passed over") == 3
    fake.registered(tmp_path / "forecast")
    assert main(["score", str(tmp_path / "forecast"), str(tables), "--quiet"]) == 0
    assert "two rows for warnum 1" in capsys.readouterr().err


def test_a_table_stops_those_alone_who_ask_for_it(tables, capsys):
    (tables / "cinc.csv").write_text(UNREAD["cinc"], encoding="utf-8")
    assert main(["record", "check", str(tables)]) == 2
    assert "there is no column 'cinc'" in capsys.readouterr().err
    assert main(["record", "show", "cinc_ratio", "--record", str(tables)]) == 2
    assert main(["record", "show", "orbit_states", "--record", str(tables)]) == 0
    assert "passed over" in capsys.readouterr().err
    with pytest.warns(UserWarning, match="passed over.*cinc"):
        assert "cinc" not in history.load(tables, reads=["orbit_states"]).tables


def test_all_that_stops_is_told_at_once(tables):
    (tables / "cinc.csv").write_text(UNREAD["cinc"], encoding="utf-8")
    (tables / "gk_cpsu_membership.csv").write_text("year,source\n1950,mine\n", encoding="utf-8")
    (tables / "Yearly.csv").write_text("", encoding="utf-8")
    with pytest.raises(BadInput, match="Yearly") as told:
        history.load(tables)
    assert len(told.value.faults) >= 3


def test_blanks_are_fine_where_a_column_need_not_be_there(tmp_path, capsys):
    rows = {
        "coups": "ccode,country,year,month,day,dataset,outcome,source\n2,a,1950,1,,x,failed,mine\n",
        "repression_year": "ccode,year,harff_gurr_massive_repression,source\n2,1950,,mine\n",
        "campaigns_navco": "ccode,year,campaign_id,camp_goals,source\n290,1950,1,,mine\n",
        "crisis_actors_icb": "crisno,ccode,year,motrig,trigloc,source\n1,2,1950,,,mine\n",
        "us_troops_abroad": "ccode,year,troops,imputation_flag,source\n260,1950,100000,,mine\n",
    }
    for name, text in rows.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 0
    assert capsys.readouterr().err == ""


def test_counts_are_counts(tmp_path):
    (tmp_path / "alignment_counts_by_year.csv").write_text(
        "year,orbit_third_world_marxist,source\n1950,0,mine\n1978,7,mine\n", encoding="utf-8"
    )
    assert history.load(tmp_path).table("alignment_counts_by_year").orbit_third_world_marxist.tolist() == [
        0,
        7,
    ]


CRISES = (
    "crisno,crisname,year,trigger_date,end_date,usa_is_crisis_actor,ussr_is_crisis_actor,trigent,usinv,suinv,"
)
CRISES += "outcome_usa,outcome_ussr,source"
CUBA = "196,Cuba,1962,1962-10-16,1962-11-20,1,1,365,9,9,victory,defeat,mine"


def test_without_a_flag_of_censoring_nothing_is_censored_and_that_is_said(tmp_path, capsys):
    (tmp_path / "crises_icb.csv").write_text(f"{CRISES}\n{CUBA}\n", encoding="utf-8")
    spells = (
        "ccode,orbit_class,start,end,certainty,source\n345,core_satellite,1945-03-07,1948-06-28,high,mine\n"
    )
    spells += "290,core_satellite,1944-07-22,,high,mine\n"
    (tmp_path / "gk_orbit_spells.csv").write_text(spells, encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 0
    said = capsys.readouterr().err
    assert "without a column 'outcome_censored', no outcome is taken to be censored" in said
    assert "without a column 'end_censored', a row without 'end' is taken to be open" in said
    record = history.load(tmp_path, tell=lambda _: None)
    assert record.table("gk_orbit_spells").end_censored.tolist() == [0, 1]
    seen = history.observations(record, ["kremlin_yields"]).set_index("year")
    assert seen.value[1962] == 1
    assert not seen.censored[1962]


def test_a_column_that_is_not_known_is_named(tables, capsys):
    hosts = "ccode,year,troops,source,imputation_flg\n260,1950,100000,mine,x\n"
    (tables / "us_troops_abroad.csv").write_text(hosts, encoding="utf-8")
    assert main(["record", "check", str(tables)]) == 0
    assert (
        "'imputation_flg' is not known and passed over (nearest name: imputation_flag)"
        in capsys.readouterr().err
    )


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("yeraly,1945,1965,mine\n", "nearest name: yearly"),
        ("gk_orbit_spells,1965,1945,mine\n", "last is 1945, before first"),
        (
            "gk_orbit_spells,1945,1965,mine\ngk_orbit_spells,1945,1970,mine\n",
            "two rows for table gk_orbit_spells",
        ),
    ],
)
def test_coverage_that_cannot_be_meant(rows, said, tables, capsys):
    (tables / "coverage.csv").write_text(f"table,first,last,source\n{rows}", encoding="utf-8")
    assert main(["record", "show", "gdp_ratio", "--record", str(tables)]) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("soviet_growth,1951,-1", "-0.7 to 0.7 where quantity is soviet_growth"),
        ("gdp_ratio,1951,-0.2", "0.001 to 100 where quantity is gdp_ratio"),
        ("cinc_ratio,1951,0", "where quantity is cinc_ratio"),
        ("forces_abroad,1951,0", "where quantity is forces_abroad"),
        ("broken_up,1951,2", "0 to 1 where quantity is broken_up"),
        ("mellowed,1951,nan", "value is 'nan'"),
    ],
)
def test_yearly_numbers_that_cannot_be(row, said, tmp_path, capsys):
    text = f"quantity,year,value,certainty,source\n{row},high,mine\n"
    (tmp_path / "yearly.csv").write_text(text, encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 2
    told = capsys.readouterr().err
    assert said in told
    assert "yearly.csv:2" in told


def test_output_that_falls_to_nothing_within_a_year_is_refused(tmp_path, capsys):
    head = "ccode,year,gdp_million_mpd2023,source\n"
    rows = "2,1950,1500000,m\n2,1951,1500000,m\n365,1950,500000,m\n365,1951,50,m\n"
    (tmp_path / "gdp_pop.csv").write_text(head + rows, encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 2
    assert "soviet_growth of 1951 is -9.21" in capsys.readouterr().err


def test_a_table_without_its_first_column_is_told_and_no_more(tmp_path, capsys):
    (tmp_path / "gk_orbit_spells.csv").write_text("ccode,end\n290,1950\n", encoding="utf-8")
    assert main(["record", "check", str(tmp_path)]) == 2
    assert "there is no column 'start'" in capsys.readouterr().err


def test_check_says_who_reads_each_table(tables, capsys):
    (tables / "nuclear.csv").write_text(
        "ccode,year,warheads_stockpiled,source\n2,1950,1,m\n", encoding="utf-8"
    )
    assert main(["record", "check", str(tables), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    by = {one["table"]: one["read_by"] for one in answer["tables"]}
    assert by["nuclear"] == []
    assert by["gk_orbit_spells"] == ["orbit_theatre", "orbit_states"]
    assert "broken_up" in by["yearly"]
    assert {one["table"]: one["spans"] for one in answer["tables"]}["successions"] == [[1917, 1965]]
