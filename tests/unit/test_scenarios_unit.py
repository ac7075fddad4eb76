"""The room of scenarios, function by function, on a world of three theatres written here."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from kennan import scenarios
from kennan.engine.interventions import Interventions
from kennan.engine.plan import Plan
from kennan.engine.rollout import Rollout
from kennan.faults import BadInput, Faults
from kennan.scenarios.folder import on_disk
from kennan.scenarios.powers import Power, Powers
from kennan.scenarios.read import ALSO_STARTED
from kennan.scenarios.rows import read
from kennan.scenarios.scenario import Start
from kennan.scenarios.theatres import COLUMNS, WEIGHTS, load_theatres

VALUES = {"land": 1.0, "sea": 0.5, "border_land": 1.5, "border_sea": 0.75}
WEIGHT = {k: Start(VALUES[k], 0.0, 2.0, "weight", "assumption", (), "", "for the test") for k in WEIGHTS}
POWERS = Powers(Power("USSR", "Far", "Farrish"), Power("NAM", "Near", "Nearish"))
EVIDENCE = {
    "orbit_record": {},
    "cinc_1946": {"low": 0.0, "high": 1.0},
    "gdp_1946": {"low": 0.0, "high": 1e9},
    "km_to_moscow": {"low": 0.0, "high": 20100.0},
}
ROWS = [
    "AAA,Alpha,Here,1,2,B,1,.5,1,0,,0,1,0,0,1,.05,365;290,,,,,assumption,,",
    "BBB,Beta,Here,3,4,C,.5,.2,.4,,.2,1,1,0,0,1,.5,,,0.1,20,,source,a book,",
    "CCC,Gamma,There,-3,-4,K,.5,.3,.002,,,0,0,2,1,1,.5,,,,,,assumption,,said",
]
HEAD = (
    "code,name,region,lon,lat,alignment,vulnerability,prize,influence,own,votes,civil_war,free,colonies,retreat,coups,access,states,orbit_record,"
    "cinc_1946,gdp_1946,km_to_moscow,mark,source,note"
)
LINKS = ["AAA,BBB,land,", "BBB,AAA,sea,", "CCC,BBB,sea,", "AAA,USSR,land,", "USSR,BBB,sea,", "CCC,NAM,land,"]


def world(folder, rows=ROWS, links=LINKS):
    (folder / "theatres.csv").write_text("\n".join([HEAD, *rows]) + "\n")
    (folder / "links.csv").write_text("\n".join(["from,to,kind,note", *links]) + "\n")
    faults = Faults()
    return load_theatres(on_disk(folder, faults), WEIGHT, POWERS, EVIDENCE, faults), [
        str(fault) for fault in faults.found
    ]


def test_a_link_in_one_direction_counts_in_both_and_the_heavier_of_two_is_taken(tmp_path):
    theatres, faults = world(tmp_path)
    assert faults == []
    assert theatres.neighbours.tolist() == [[0, 1, 0], [1, 0, 0.5], [0, 0.5, 0]]


def test_anchors_weigh_in_the_sum_of_links_and_not_in_the_graph(tmp_path):
    theatres, _ = world(tmp_path)
    assert theatres.border.tolist() == [1.5, 0.75, 0.0]
    assert theatres.haven.tolist() == [0.0, 0.0, 1.0]
    assert theatres.row_sum.tolist() == [2.5, 2.25, 1.5]


def test_columns_come_out_in_the_order_of_the_rows(tmp_path):
    theatres, _ = world(tmp_path)
    assert theatres.code == ("AAA", "BBB", "CCC")
    assert len(theatres) == 3
    assert theatres.index("CCC") == 2
    assert theatres.states == ((365, 290), (), ())
    assert theatres.in_orbit.tolist() == [1, 0, 0]
    assert theatres.colonial.tolist() == [0, 0, 1]
    assert np.isnan(theatres.evidence["gdp_1946"]).tolist() == [True, False, True]
    assert theatres.note[2] == "said"


def test_arrays_cannot_be_changed_by_a_reader(tmp_path):
    theatres, _ = world(tmp_path)
    with pytest.raises(ValueError, match="read-only"):
        theatres.prize[0] = 1.0


def test_columns_may_stand_in_any_order_and_a_byte_order_mark_does_no_harm(tmp_path):
    cells = [row.split(",") for row in [HEAD, *ROWS]]
    text = "\n".join(",".join(reversed(row)) for row in cells)
    world(tmp_path)
    (tmp_path / "theatres.csv").write_text(text, encoding="utf-8-sig")
    faults = Faults()
    theatres = load_theatres(on_disk(tmp_path, faults), WEIGHT, POWERS, EVIDENCE, faults)
    assert not faults.found
    assert theatres.code == ("AAA", "BBB", "CCC")


def test_blank_lines_are_passed_over_and_lines_still_counted(tmp_path):
    _, faults = world(tmp_path, rows=[ROWS[0], "", ROWS[1].replace(",.2,.4", ",2,.4"), ROWS[2]])
    assert len(faults) == 1
    assert "theatres.csv:4 prize: prize is '2'" in faults[0]
    assert "a number from 0 to 1" in faults[0]


def test_rows_gives_the_line_at_which_a_quoted_cell_ends(tmp_path):
    path = tmp_path / "table.csv"
    faults = Faults()
    rows = read('a,b\n"one\ntwo",x\n3,4\n', path, "table", ("a", "b"), faults)
    assert [row.line for row in rows] == [3, 4]
    assert rows[0].cells == {"a": "one\ntwo", "b": "x"}


def test_every_column_of_the_reader_is_in_the_test_world():
    assert set(HEAD.split(",")) == {*COLUMNS, *EVIDENCE}


def test_names_and_load_agree():
    assert scenarios.names() == ["x-1947"]
    assert all(scenarios.load(name).name == name for name in scenarios.names())


def test_a_scenario_is_read_once():
    assert scenarios.load("x-1947") is scenarios.load("x-1947")


def test_load_takes_a_folder():
    from kennan.scenarios.load import HERE

    assert scenarios.load(HERE / "x-1947").start == scenarios.load("x-1947").start


@pytest.mark.parametrize("name", ["x-1948", "", "x_1947", "a" * 5000, "\x00"])
def test_an_unknown_scenario_is_told_with_the_names_there_are(name):
    with pytest.raises(BadInput, match="there is no scenario called") as told:
        scenarios.load(name)
    assert told.value.faults[0].allowed == "x-1947"


def test_as_table_is_flat_and_json_able():
    table = scenarios.load("x-1947").as_table()
    assert json.loads(json.dumps(table)) == table
    assert {row["group"] for row in table} == {"start", "links", "hindsight"}
    row = next(row for row in table if row["name"] == "leader_age")
    assert row["mark"] == "source"
    assert row["passages"] == ["III.11"]


def test_what_needs_a_start_besides_the_stocks_is_in_the_register_of_the_world():
    from kennan.model import quantities

    register = quantities.load()
    for name in ALSO_STARTED:
        assert register[name].axes == "world"
        assert register[name].kind != "stock", f"{name} is a stock and needs no mention"


def test_whatever_has_a_date_begins_when_the_scenario_begins():
    """Should a scenario ever begin in July, then year-dated effects and schedules stand where July stands."""
    plan = Plan.build(policies="historical", with_hindsight=True, worlds=1, years=1)
    walk = Rollout(plan, Interventions())
    january = {**walk._times(Interventions()), **walk.levers(0)}
    walk.scenario = replace(walk.scenario, start_month=7)
    july = {**walk._times(Interventions()), **walk.levers(0)}
    for name in ("schooling", "schedule"):
        assert not np.array_equal(january[name][:-6], january[name][6:])
        np.testing.assert_allclose(july[name][:-6], january[name][6:], rtol=1e-5)
