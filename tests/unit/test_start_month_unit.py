"""A scenario may start on the first of any month: every date of a run follows from it."""

from __future__ import annotations

import shutil
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from kennan import policies, scenarios
from kennan.engine.interventions import Interventions
from kennan.engine.plan import Plan
from kennan.engine.rollout import Rollout
from kennan.experiments import measures
from kennan.faults import BadInput
from kennan.history import forecast_asked, measure
from kennan.history.terms import targets
from kennan.ledger import fork_base, given, read_measures
from kennan.records import skeleton
from kennan.records.frame import Frame

SHIPPED = Path(scenarios.__file__).parent / "x-1947"
LOW = {"policy": {"name": "low", "sentence": "for the test"}, "levers": {"level": 0.25}}
TURN = {
    "policy": {"name": "turning", "sentence": "for the test"},
    "levers": {"level": [[1951.0, 0.0], [1953.0, 1.0]]},
    "then": [{"from": "1952-02", "policy": LOW}],
}


@pytest.fixture(scope="module")
def april(tmp_path_factory) -> scenarios.Folder:
    """The shipped scenario as if it began in April 1950."""
    folder = tmp_path_factory.mktemp("april") / "april-1950"
    shutil.copytree(SHIPPED, folder)
    text = (folder / "scenario.toml").read_text("utf-8")
    (folder / "scenario.toml").write_text(text.replace("start = 1947-01-01", "start = 1950-04-01"), "utf-8")
    return scenarios.choose(folder)


def test_months_and_years_of_a_run_begin_with_the_scenario(april):
    frame = Frame.of(Plan.build(april, worlds=1, years=2))
    months = skeleton.months(frame).astype("datetime64[M]").astype(str)
    assert [*months[[0, 1, 9]], months[-1]] == ["1950-04", "1950-05", "1951-01", "1952-04"]
    assert skeleton.labels(frame)["year"].tolist() == [1950, 1951, 1952]


def test_schedules_and_changes_of_policy_keep_the_calendar(april):
    plan = Plan.build(april, policies=policies.from_dict(TURN), worlds=1, years=5)
    walk = Rollout(plan, Interventions())
    level = walk.levers(0)["schedule"][:, list(walk.plan.policies[0].levers).index("level")]
    date = [f"{1950 + (3 + m) // 12}-{(3 + m) % 12 + 1:02d}" for m in range(len(level))]
    at = dict(zip(date, level.tolist(), strict=True))
    assert at["1950-12"] == 0.0
    assert at["1951-07"] == pytest.approx(0.25)
    assert at["1952-01"] == pytest.approx(0.5)
    assert at["1952-02"] == at["1954-12"] == 0.25


@pytest.mark.parametrize(
    ("month", "words"), [("1950-03", "before the start"), ("1955-04", "after the run's last")]
)
def test_a_change_outside_the_run_is_refused_to_the_month(april, month, words):
    later = {**TURN, "then": [{"from": month, "policy": LOW}]}
    with pytest.raises(BadInput, match=words):
        Plan.build(april, policies=policies.from_dict(later), worlds=1, years=5)


@pytest.mark.parametrize("month", ["1950-04", "1955-03"])
def test_the_first_and_the_last_month_are_taken(april, month):
    later = {**TURN, "then": [{"from": month, "policy": LOW}]}
    assert Plan.build(april, policies=policies.from_dict(later), worlds=1, years=5)


def test_a_month_of_a_run_is_counted_from_its_start(april):
    plan = Plan.build(april, worlds=1, years=2)
    assert fork_base.month_of(plan, "1951-01") == 9
    assert fork_base.month_name(plan, 9) == "1951-01"
    with pytest.raises(BadInput, match=r"1950-04 to 1952-03"):
        fork_base.month_of(plan, "1950-03")


def test_a_quantity_at_a_date_and_a_month_of_a_check_are_counted_from_the_start(april):
    (found,) = measures.choose([], ["orbit@1951"], april, 5)
    assert (found.month, found.title) == (9, "orbit in January 1951")
    assert read_measures.month(given, "1951-01", scenarios.load(april), "window") == 9


def test_what_is_dated_is_that_date_s(april):
    ours = Rollout(Plan.build(april, worlds=1, years=5, with_hindsight=True), Interventions())
    shipped = Rollout(Plan.build(worlds=1, years=10, with_hindsight=True), Interventions())
    for name in ("decolonisation", "schooling"):
        np.testing.assert_allclose(ours.times[name][:60], shipped.times[name][39:99], rtol=1e-6)


def block(months: int) -> SimpleNamespace:
    """Worlds whose quantities tell the number of the month, and whose orbit tells the number of the year."""
    number = np.arange(months + 1, dtype=np.float32)[:, None]
    orbit = np.broadcast_to(np.arange(months // 12 + 1)[:, None, None], (months // 12 + 1, 72, 1))
    events = dict.fromkeys(("crisis", "west_yields"), number.astype(np.uint8))
    return SimpleNamespace(
        monthly={"western_unity": number}, events=events, theatre={"theatre_in_orbit": orbit}
    )


def test_the_record_is_held_against_whole_calendar_years(april):
    here = measure.here(block(60), april, {})
    assert (here.begins, here.lead, here.years) == (1951, 9, 4)
    assert here.monthly("western_unity")[0, :, 0].tolist() == list(range(10, 22))  # January to December 1951
    assert here.events("crisis")[3, -1, 0] == 57  # December 1954: the run ends with March 1955
    assert here.orbit()[:, 0, 0].tolist() == [
        2,
        3,
        4,
        5,
    ]  # April 1952 is the state nearest to the end of 1951
    assert here.opening("western_unity").tolist() == [1]


def test_a_january_start_is_held_against_every_year():
    here = measure.here(block(60), "x-1947", {})
    assert (here.begins, here.lead, here.years) == (1947, 0, 5)
    assert here.monthly("western_unity")[0, :, 0].tolist() == list(range(1, 13))
    assert here.orbit()[:, 0, 0].tolist() == [1, 2, 3, 4, 5]


def test_a_forecast_begins_with_the_first_whole_year(april):
    name = next(iter(targets()))
    asked = forecast_asked.asked("1950", 1955, scenario=april, names=[name], members=20)
    assert (asked.begins, asked.first_year, asked.years[0], asked.past) == (1950, 1951, 1951, ())
    later = forecast_asked.asked("1953", 1955, scenario=april, names=[name], members=20)
    assert later.past == (1951, 1952, 1953)
    with pytest.raises(BadInput, match="its first whole year is 1951"):
        forecast_asked.asked("1949", 1955, scenario=april, names=[name], members=20)


def test_a_forecast_of_a_scenario_without_terms_for_its_record_is_refused(tmp_path):
    for file, text in scenarios.choose(scenarios.SMALL).files:
        if file != "record.toml":
            (tmp_path / file).parent.mkdir(exist_ok=True)
            (tmp_path / file).write_text(text)
    with pytest.raises(BadInput) as told:
        forecast_asked.asked("1951", 1955, scenario=tmp_path)
    (fault,) = told.value.faults
    assert fault.where == "--scenario"
    assert "it has no record.toml" in fault.what
    assert str(tmp_path / "record.toml") in fault.do


def test_a_forecast_beyond_the_usual_years_needs_its_last_year():
    with pytest.raises(BadInput, match="no last year is said"):
        forecast_asked.asked("1999")
