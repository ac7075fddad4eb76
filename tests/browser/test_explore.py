"""Explore, as a person sets it: by hand, by keys, back and forth, into files and out of them."""

from __future__ import annotations

import base64
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from desk_browser import axe, shot
from explore_browser import WIDE, force, settled, shares, shown

from kennan import policies
from kennan.engine.plan import Plan

MINDS = policies.from_dict(
    {
        "policy": {
            "name": "two minds",
            "title": 'A "title" of \\n two',
            "author": "me",
            "source": "ß",
            "passages": ["III.6"],
        },
        "levers": {"level": [[1947.25, 0.7], [1951, 0.123456789]], "tone": 0.1},
        "rules": [{"lever": "level", "reads": "orbit_seen", "when": "above", "reference": 0.1, "gain": 0.2}],
        "by_hand": {"attention": {"GRE": [[1947, 2], [1950, 1]]}, "pressing": 1.2},
        "then": [{"from": "1953-03", "policy": "charm"}],
    }
)


@pytest.mark.as_it_opens
def test_the_first_view_shows_a_thousand_worlds_that_add_up(explore):
    assert sum(shares(explore).values()) == 100
    for title in ("The Soviet orbit", "Inner decay beside outward brilliance", "Risk of war", "The theatres"):
        assert explore.get_by_role("heading", name=re.compile(title)).first.is_visible()
    assert explore.get_by_role("combobox", name=re.compile("^Policy")).input_value() == "containment"
    said = explore.locator("[aria-live=polite].hidden").filter(
        has_text="Under Containment, Soviet power mellows in"
    )
    said.wait_for(state="attached")
    shot(explore, "explore-first", whole=True)


def test_a_key_on_a_slider_is_answered_with_real_worlds_then_with_a_thousand(explore):
    first = settled(explore)
    force(explore).press("End")
    explore.locator(f'[data-worlds]:not([data-digest="{first}"])').wait_for()
    second = settled(explore, first)
    assert second != first
    assert explore.get_by_label("Force, as a number").input_value() == "1.5"
    assert "exhausts" in force(explore).get_attribute("aria-valuetext")


def test_a_typed_number_and_a_policy_say_the_same_as_the_server(explore):
    before = settled(explore)
    entry = explore.get_by_label("Force, as a number")
    entry.fill("0.3")
    entry.press("Tab")
    settled(explore, before)
    assert force(explore).input_value() == "0.3"
    assert explore.get_by_text("Containment, changed").first.is_visible()
    explore.get_by_role("button", name="Back to Containment").click()
    shown(explore, before)
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("withdrawal")
    settled(explore, before)
    assert shares(explore)["expansion"] > 30
    assert explore.get_by_text("counterforce falls to almost nothing").is_visible()


@pytest.mark.as_it_opens
def test_back_and_forth(explore):
    first = settled(explore)
    force(explore).press("Home")
    second = settled(explore, first)
    explore.get_by_role("button", name="Undo").click()
    assert settled(explore, second) == first
    assert force(explore).input_value() == "0.75"
    explore.get_by_role("button", name="Redo").click()
    assert settled(explore, first) == second
    explore.keyboard.press("Control+z")
    assert settled(explore, second) == first
    explore.keyboard.press("Control+Shift+z")
    assert settled(explore, first) == second
    explore.get_by_role("button", name="Replay the last change").click()
    shown(explore, first)
    assert settled(explore, first) == second
    explore.get_by_role("button", name="Reset everything").click()
    assert settled(explore, second) == first


def test_a_lever_changes_over_time(explore):
    before = settled(explore)
    explore.get_by_role("button", name="Force: over time").click()
    explore.get_by_label("Force, later, as a number").fill("0.1")
    between = settled(explore, before)
    explore.get_by_label("Force: is there by, year").fill("1960")
    explore.get_by_label("Force: is there by, year").press("Enter")
    settled(explore, between)
    explore.get_by_role("button", name="Force: hold constant").click()
    shown(explore, before)


def test_a_schedule_gets_and_loses_points_by_keyboard(explore):
    before = settled(explore)
    explore.get_by_role("button", name="Force: over time").click()
    line = settled(explore, before)
    add = explore.get_by_role("button", name="Force: add a point to its schedule")
    add.press("Enter")
    schedule = explore.get_by_role("group", name=re.compile("^Force: its schedule"))
    assert schedule.get_by_role("listitem").count() == 3
    # the new point has the focus, and lies on the line that was there
    year = explore.get_by_label("Force, point 3: year")
    assert year.evaluate("one => one === document.activeElement")
    assert explore.get_by_label("Force, point 3: value").input_value() == "0.75"
    flat = settled(explore, line)
    value = explore.get_by_label("Force, point 3: value")
    value.fill("1.2")
    value.press("Tab")
    between = settled(explore, flat)
    assert "1.2 in 1960" in schedule.get_by_role("img").get_attribute("aria-label")
    # it passes its neighbours, and the focus goes with it
    year.fill("1950")
    year.press("Enter")
    settled(explore, between)
    moved = explore.get_by_label("Force, point 1: year")
    assert moved.input_value() == "1950"
    assert moved.evaluate("one => one === document.activeElement")
    assert axe(explore, ".levers") == []
    shot(explore, "explore-schedule")
    explore.get_by_role("button", name="Force, point 1: take out").press("Enter")
    shown(explore, line)
    assert add.evaluate("one => one === document.activeElement")
    explore.keyboard.press("Control+z")
    schedule.wait_for()
    assert explore.get_by_label("Force, point 1: value").input_value() == "1.2"


def test_rules_are_said_and_taken_out_one_by_one(explore):
    before = settled(explore)
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("answering")
    ruled = settled(explore, before)
    rules = explore.get_by_role("group", name=re.compile("^2 rules that answer"))
    said = rules.get_by_role("listitem").all_inner_texts()
    assert said[0].startswith("Force rises by 0.2 for each 1 that “orbit seen” lies above 0.1.")
    assert said[1].startswith("Force falls by 0.8 for each 1 that “effort seen total” lies below 0.5.")
    assert "save the policy file" in rules.inner_text()
    shot(explore, "explore-rules")
    explore.get_by_role("button", name=re.compile("^Take it out: Force rises")).click()
    settled(explore, ruled)
    left = explore.get_by_role("group", name=re.compile("^A rule that answers"))
    assert left.get_by_role("listitem").count() == 1
    left.get_by_role("button", name="Save and open").click()
    explore.get_by_role("dialog").get_by_role("heading", name="Save and open").wait_for()


def test_what_cannot_be_run_is_said(explore):
    explore.get_by_label("Follow the pressure, as a number").fill("0")
    alert = explore.get_by_role("alert").filter(has_text="counterforce goes nowhere")
    alert.first.wait_for()
    assert force(explore).is_visible()
    before = settled(explore)
    explore.get_by_label("Hold a line everywhere, as a number").fill("1")
    settled(explore, before)
    assert not alert.first.is_visible()
    assert "100 of 100" in explore.get_by_role("slider", name="Hold a line everywhere").get_attribute(
        "aria-valuetext"
    )


@pytest.mark.as_it_opens
def test_assumptions_mechanisms_and_numbers(explore):
    first = settled(explore)
    explore.get_by_text("Assumptions: luck, numbers, mechanisms").click()
    explore.get_by_label("Find a mechanism").fill("patience")
    ticked = explore.get_by_label("patience at work")
    assert ticked.is_checked(), "what is ticked is at work"
    ticked.uncheck()
    second = settled(explore, first)
    assert explore.get_by_text("1 assumption is changed").is_visible()
    explore.get_by_label("Find a number of the model").fill("expansion mark")
    entry = explore.get_by_label("expansion mark: value in every world")
    entry.fill("0.2")
    entry.press("Tab")
    third = settled(explore, second)
    explore.get_by_label("Seed of the luck").fill("48")
    explore.get_by_label("Seed of the luck").press("Tab")
    settled(explore, third)
    assert explore.get_by_text("3 assumptions are changed").is_visible()
    assert axe(explore) == []
    shot(explore, "explore-assumptions", whole=True)


def saved(page: Any, name: str) -> tuple[str, str]:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=name).click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_text(encoding="utf-8")


def test_a_seed_of_nineteen_digits_goes_through_file_link_and_file_unrounded(explore, tmp_path):
    before = settled(explore)
    plan = Plan.build(policies=MINDS, seed=2**63 - 1, set={"patience": 0.25}, off=["bandwagon"], years=12)
    path = tmp_path / "plan.json"
    path.write_text(plan.to_json(), encoding="utf-8")
    explore.get_by_role("button", name="Save and open").click()
    explore.get_by_label("Open a plan or policy file").last.set_input_files(path)
    opened = settled(explore, before)
    assert "seed 9223372036854775807" in explore.locator("[data-worlds]").inner_text()
    explore.goto(
        explore.url.split("#")[0] + "?again#" + explore.url.split("#")[1]
    )  # as another person opens it
    assert settled(explore) == opened
    assert explore.get_by_text("The link could not be taken as it is").count() == 0
    explore.get_by_role("button", name="Save and open").first.click()
    assert Plan.from_json(saved(explore, "The plan, for kennan run --plan")[1]) == plan
    assert saved(explore, "The policy, as TOML")[1] == policies.to_toml(MINDS)
    explore.keyboard.press("Escape")
    explore.locator("details.assumptions > summary").click()
    field = explore.get_by_label("Seed of the luck")
    assert field.input_value() == "9223372036854775807"
    field.fill("9223372036854775808")
    field.press("Tab")
    assert explore.get_by_role("alert").get_by_text("is no seed").is_visible()
    assert field.input_value() == "9223372036854775807"


def test_a_link_with_what_there_is_not_goes_on_without_it(open_page, watched):
    watched.allow("status of 400")
    bad = {
        "v": 1,
        "b": "charm",
        "t": {"nope": 1, "afterglow": 0.5},
        "x": {"then": [{"from": "1950-01"}]},
        "z": 1,
    }
    text = base64.urlsafe_b64encode(json.dumps(bad).encode()).decode().rstrip("=")
    page = open_page(f"#/explore?s={text}", WIDE)
    settled(page)
    told = page.get_by_role("alert")
    for words in ("“z”", "there is no parameter called 'nope'", "the change has no policy"):
        told.get_by_text(words).first.wait_for()
    assert page.get_by_text("This cannot be run").count() == 0
    page.get_by_role("button", name="Save and open").first.click()
    assert dict(Plan.from_json(saved(page, "The plan, for kennan run --plan")[1]).set) == {"afterglow": 0.5}


@pytest.mark.as_it_opens
def test_what_is_shown_can_be_taken_away_and_opened_again(explore, tmp_path, watched):
    watched.allow("status of 400")
    before = settled(explore)
    explore.get_by_label("Force, as a number").fill("0.5")
    wanted = settled(explore, before)
    explore.get_by_role("button", name="Save and open").click()
    name, text = saved(explore, "The plan, for kennan run --plan")
    plan = Plan.from_json(text)
    assert plan.policies[0].levers["level"][0][1] == 0.5
    assert plan.worlds == 1000
    policy_name, policy = saved(explore, "The policy, as TOML")
    assert policy_name.endswith(".toml")
    assert policies.from_dict(tomllib.loads(policy)) == plan.policies[0]
    _, table = saved(explore, "Everything that is shown, as CSV")
    assert "seed,47" in table.replace("# ", "").replace(": ", ",") or "seed" in table
    assert "orbit" in table
    _, results = saved(explore, "The results with plan, seed and versions, as JSON")
    assert json.loads(results)["about"]["seed"] == "47"
    explore.keyboard.press("Escape")
    explore.get_by_role("button", name="Reset everything").click()
    settled(explore, wanted)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    explore.get_by_role("button", name="Save and open").click()
    explore.get_by_label("Open a plan or policy file").last.set_input_files(path)
    assert settled(explore, before) == wanted
    assert explore.get_by_role("status").get_by_text("is opened").is_visible()
    path.write_text("[policy]\nnme = 'x'\n[levers]\nlvel = 2\n", encoding="utf-8")
    explore.get_by_role("button", name="Save and open").click()
    explore.get_by_label("Open a plan or policy file").last.set_input_files(path)
    alert = explore.get_by_role("alert")
    alert.get_by_text("Did you mean level?").wait_for()
    assert alert.get_by_text("the policy has no name").is_visible()
