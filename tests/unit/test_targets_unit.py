"""What is forecast: the register, and the observations that the record yields."""

from __future__ import annotations

import pytest

from kennan import history
from kennan.faults import BadInput
from kennan.history.observed import COLUMNS, OBSERVERS, ON_SOIL
from kennan.history.record.folder import facts
from kennan.history.target import read, register

#: What the register must hold, whatever else it does.
ASKED = {
    "orbit_theatre", "orbit_states", "gdp_ratio", "cinc_ratio", "soviet_growth", "party_members", "leader_change",
    "quiet_transfer", "bloc_unrest", "superpower_crises", "kremlin_yields", "forces_abroad", "broken_up", "mellowed",
}  # fmt: skip


@pytest.fixture(autouse=True)
def no_other_record(monkeypatch):
    """These tests are about the package's own facts, whatever record the reader works with."""
    monkeypatch.delenv("KENNAN_RECORD", raising=False)


@pytest.fixture(scope="module")
def seen():
    return history.observations(facts())


def test_every_target_has_an_observer_and_every_observer_a_target():
    assert set(history.targets()) == {*OBSERVERS, *ON_SOIL} == ASKED
    for name, entry in register().items():
        assert name in ON_SOIL or set(entry.tellers) == set(OBSERVERS[name]), name


def test_every_target_is_observed(seen):
    assert list(seen.columns) == list(COLUMNS)
    assert set(seen.target) == ASKED
    assert seen.value.notna().all()
    assert (seen.error > 0).all()
    assert not seen.duplicated(["target", "unit", "year", "date"]).any()


def test_all_theatres_in_all_years(seen):
    orbit = seen[seen.target == "orbit_theatre"]
    assert orbit.groupby("year").size().eq(72).all()
    assert set(orbit.year) == set(range(1945, 1966))


@pytest.mark.parametrize(
    ("theatre", "inside", "outside"),
    [
        ("POL", (1945, 1965), ()), ("CZE", (1948, 1965), (1945, 1947)), ("YUG", (1945, 1947), (1948, 1965)),
        ("ALB", (1945, 1960), (1961, 1965)), ("CUB", (1961, 1965), (1945, 1960)), ("SCH", (1949, 1959), (1960, 1965)),
        ("MAN", (1948, 1959), (1945, 1947)), ("EGR", (1945, 1965), ()), ("NKO", (1945, 1965), ()),
        ("TIB", (1951, 1959), (1960, 1965)), ("AUT", (), (1945, 1965)), ("EGY", (), (1945, 1965)),
        ("WBE", (), (1945, 1965)),
    ],
)  # fmt: skip
def test_known_theatres(seen, theatre, inside, outside):
    value = seen[(seen.target == "orbit_theatre") & (seen.unit == theatre)].set_index("year")["value"]
    for span, expected in ((inside, 1.0), (outside, 0.0)):
        if span:
            assert (value.loc[span[0] : span[1]] == expected).all()


def test_known_numbers(seen):
    def of(target):
        return seen[seen.target == target].set_index("year")["value"]

    assert of("orbit_states")[1946] == 9  # seven states and the zones of Germany and Korea
    assert of("orbit_states")[1950] == 11
    assert of("orbit_states")[1960] == 10
    assert [year for year, value in of("leader_change").items() if value] == [1953, 1964]
    assert of("quiet_transfer").to_dict() == {1924: 1.0, 1953: 0.0, 1964: 1.0}
    assert [year for year, value in of("bloc_unrest").items() if value] == [1953, 1954, 1956, 1959, 1962]
    assert of("superpower_crises")[1962] == 1
    assert of("kremlin_yields")[1962] == 1
    assert of("gdp_ratio")[1946] == pytest.approx(0.252, abs=0.001)
    assert of("soviet_growth")[1963] < 0 < of("soviet_growth")[1964]
    assert not of("broken_up").any()
    assert not of("mellowed").any()


def test_the_list_of_states_tells_of_a_break_up(tmp_path):
    head = "ccode,stateabb,statenme,styear,stmonth,stday,endyear,endmonth,endday,source,end_censored\n"
    rows = "365,RUS,Russia,1816,1,1,,,,mine,1\n369,UKR,Ukraine,1970,12,26,,,,mine,1\n"
    rows += "770,PAK,Pakistan,1972,1,1,,,,mine,1\n"
    (tmp_path / "state_system.csv").write_text(head + rows, encoding="utf-8")
    said = "table,first,last,source\nstate_system,1816,1972,mine\n"
    (tmp_path / "coverage.csv").write_text(said, encoding="utf-8")
    seen = history.observations(history.load(tmp_path), ["broken_up"]).set_index("year")["value"]
    assert seen[1965] == 0
    assert seen[1969] == 0
    assert seen[1970] == 1
    assert seen[1972] == 1


def test_a_view_tells_nothing_later():
    seen = history.observations(history.load().until("1955-06-30"))
    assert seen.year.max() == 1954
    assert not seen[(seen.target == "quiet_transfer") & (seen.year > 1953)].size


def test_errors_are_on_the_scale_of_the_target():
    for target in history.targets().values():
        assert target.error["high"] <= target.error["medium"] <= target.error["low"], target.name
        assert target.error["low"] <= 1.0, target.name
        assert target.formula
        assert target.model_error
        assert target.error_source


def test_unknown_targets_are_told_at_once():
    with pytest.raises(BadInput, match="2 faults") as told:
        history.targets(["gdp_rato", "orbit_state"])
    assert "gdp_ratio" in str(told.value)
    assert "orbit_states" in str(told.value)


def test_a_register_with_faults_tells_all(tmp_path):
    text = tmp_path / "targets.toml"
    text.write_text(
        '[one]\nsentence = "x"\nkind = "number"\nquantity = "outputt"\nclaims = ["I.1-nothing"]\n'
    )
    with pytest.raises(BadInput) as told:
        read(text)
    said = str(told.value)
    for word in (
        "kind is 'number'",
        "outputt",
        "I.1-nothing",
        "has no measure",
        "targets.toml:",
    ):
        assert word in said


def test_a_record_without_the_tables_of_a_target_is_refused(tmp_path):
    (tmp_path / "nuclear.csv").write_text("ccode,year,source\n2,1955,mine\n", encoding="utf-8")
    with pytest.raises(BadInput, match="nothing here tells of 'orbit_theatre'"):
        history.load(tmp_path, targets=["orbit_theatre"])
