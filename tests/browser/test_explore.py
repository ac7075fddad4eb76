"""Explore, as a person uses it: move, compare, ask why, share, save, open; by hand, by keys, on a phone."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from desk_browser import PHONE, axe, serve, shot

from kennan.policies import Policy
from kennan.run.plan import Plan

WIDE = {"width": 1440, "height": 900}
ENDS = ("general war", "break-up", "expansion", "western exhaustion", "mellowing", "stalemate")
SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, [role=tab]')]
  .filter((node) => !node.classList.contains('plain'))
  .filter((node) => node.checkVisibility() && !node.closest('.hidden') && !node.classList.contains('hidden'))
  .map((node) => [node, (node.closest('label') ?? node).getBoundingClientRect()])
  .filter(([node, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
  .map(([node, box]) => `${node.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


def settled(page: Any, before: str = "") -> str:
    """Wait until a thousand worlds of another plan than ``before`` are shown; return the plan's digest."""
    foot = page.locator(f'[data-worlds="1000"]:not([data-digest="{before}"])')
    foot.wait_for(timeout=30_000)
    return foot.get_attribute("data-digest")


def shown(page: Any, digest: str) -> None:
    """Wait until worlds of this plan are shown, few or a thousand."""
    page.locator(f'[data-digest="{digest}"]').wait_for(timeout=30_000)


def force(page: Any) -> Any:
    return page.get_by_role("slider", name="Force", exact=True)


def shares(page: Any) -> dict[str, int]:
    """Return the worlds in 100 as the buttons say them; "<1" counts as none."""
    found = {}
    for name in ENDS:
        words = page.get_by_role("button", name=re.compile(rf"^\S+ {name}: ")).inner_text()
        found[name] = 0 if words.startswith("<") else int(words)
    return found


@pytest.fixture
def explore(open_page):
    page = open_page("#/explore", WIDE)
    settled(page)
    return page


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


def test_no_queue_behind_the_finger(explore):
    asked: list[float] = []
    explore.on("request", lambda one: asked.append(1) if "/api/simulate" in one.url else None)
    slider = force(explore)
    before = settled(explore)
    for _ in range(40):
        slider.press("ArrowRight")
    settled(explore, before)
    explore.wait_for_timeout(500)
    assert slider.input_value() == "1.15"
    assert len(asked) < 30, "a request a key would queue"
    link = explore.evaluate("location.hash")
    again = settled(explore)
    explore.goto(explore.url.split("#")[0] + "?again" + link)
    assert settled(explore) == again, "what is shown is the newest state"


def test_pin_difference_and_same_luck(explore):
    explore.get_by_role("button", name="Pin this run").click()
    assert explore.get_by_text("Pinned: Containment").is_visible()
    assert explore.get_by_text("are the same").is_visible()
    before = settled(explore)
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("sporadic")
    settled(explore, before)
    assert explore.get_by_text(
        re.compile(r"On the same luck, \d+ of 1,000 worlds end otherwise")
    ).is_visible()
    shot(explore, "explore-pinned", whole=True)
    explore.get_by_role("button", name="The difference, world by world").click()
    assert explore.get_by_text("this run less the pinned one").first.is_visible()
    assert explore.get_by_role("button", name=re.compile(r"^mellowing.*−\d+")).is_visible()
    assert axe(explore) == []
    shot(explore, "explore-difference", whole=True)
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("historical")
    assert explore.get_by_text("other luck").is_visible()
    explore.get_by_role("button", name="Give the pinned run this luck").click()
    explore.get_by_text(re.compile("On the same luck")).wait_for(timeout=30_000)
    explore.get_by_role("button", name="Unpin").click()
    assert not explore.get_by_text("Pinned:").is_visible()


def test_why_is_answered_by_the_ledger_in_its_sentences(explore):
    explore.get_by_role("button", name="Pin this run").click()
    before = settled(explore)
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("withdrawal")
    settled(explore, before)
    explore.get_by_role("button", name="Why do they differ?").click()
    window = explore.get_by_role("dialog", name="Why do they differ?")
    window.get_by_label("Explain the difference in").select_option("orbit")
    window.get_by_role("button", name="Ask the ledger").click()
    window.get_by_text("A pair of numbers stands for").wait_for(timeout=180_000)
    assert window.get_by_text(re.compile("by every way it takes: the lever level")).is_visible()
    assert window.get_by_role("heading", name="The strongest links").is_visible()
    assert axe(explore, "dialog[open]") == []
    shot(explore, "explore-why")
    explore.keyboard.press("Escape")
    assert not window.is_visible()


def test_a_link_brings_everything_back(explore, open_page):
    explore.get_by_role("button", name="Pin this run").click()
    before = settled(explore)
    explore.get_by_label("Threats and bluster, as a number").fill("0.8")
    wanted = settled(explore, before)
    explore.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text }")
    explore.get_by_role("button", name="Copy link").click()
    assert explore.get_by_role("status").get_by_text("The link is copied").is_visible()
    link = explore.evaluate("window.copied")
    other = open_page("#" + link.partition("#")[2], WIDE)
    assert settled(other) == wanted
    assert other.get_by_label("Threats and bluster, as a number").input_value() == "0.8"
    assert other.get_by_text("Pinned: Containment").is_visible()


@pytest.mark.parametrize(
    ("state", "words"),
    [
        ("eyJ2IjoxLCJsIjp7ImxldmVsIjo5OX19", "Force: the link says 99; 1.5 is the nearest"),
        ("eyJ2IjoxLCJiIjoibm9uc2Vuc2UifQ", "Policy: the link says something unknown"),
        ("%%%not-a-link", "The link cannot be read"),
        ("W10", "The link cannot be read"),
    ],
)
def test_a_bad_link_is_clamped_in_words(open_page, state, words):
    page = open_page(f"#/explore?s={state}", WIDE)
    settled(page)
    assert page.get_by_role("alert").get_by_text(words).is_visible()


def test_one_world_at_a_time(explore):
    explore.get_by_label("Show one world at a time").check()
    explore.get_by_text(re.compile(r"World 0 ends in ")).wait_for()
    explore.get_by_role("button", name="The next world").click()
    explore.get_by_text(re.compile(r"World 1 ends in ")).wait_for()
    explore.get_by_label("World number").fill("517")
    explore.get_by_label("World number").press("Enter")
    explore.get_by_text(re.compile(r"World 517 ends in ")).wait_for()
    explore.get_by_text("What happened in it").click()
    assert explore.get_by_text(re.compile(r"^\w+ 19\d\d: ")).first.is_visible()
    explore.get_by_role("button", name="world 517").click()
    assert explore.get_by_text("Soviet influence in the one world").is_visible()


def test_the_map_its_tiles_and_the_time_go_together(explore):
    time = explore.get_by_role("slider", name=re.compile("^Time"))
    assert time.get_attribute("aria-valuetext") == "1962 Q1"
    time.press("Home")
    assert time.get_attribute("aria-valuetext") == "1947 Q1"
    assert explore.get_by_text(re.compile("^1947 Q1: median")).first.is_visible()
    explore.get_by_role("tab", name="Equal tiles").click()
    poland = explore.get_by_role("button", name=re.compile("^Poland.*in the Soviet orbit in 100 worlds"))
    assert min(poland.bounding_box()[side] for side in ("width", "height")) >= 24, "a tile is a target"
    poland.click()
    assert explore.get_by_role("heading", name=re.compile("^Poland")).is_visible()
    explore.get_by_label("Effort and counterforce as bars").check()
    shot(explore, "explore-tiles", whole=True)
    explore.get_by_role("tab", name="Equal tiles").press("ArrowRight")
    assert explore.get_by_role("tab", name="List").get_attribute("aria-selected") == "true"
    explore.get_by_role("button", name=re.compile("^Hungary ")).first.click()
    assert explore.get_by_role("heading", name=re.compile("^Hungary")).is_visible()


def test_a_chart_is_read_by_keys_and_as_a_table(explore):
    chart = explore.get_by_role("region", name="The Soviet orbit")
    plot = chart.locator("svg[tabindex='0']").first
    plot.focus()
    plot.press("Home")
    assert chart.get_by_text(re.compile("^1947 Q1: median")).is_visible()
    chart.get_by_role("button", name=re.compile("show as table")).click()
    assert chart.get_by_role("columnheader", name="record").is_visible()


def test_every_number_says_where_it_comes_from(explore):
    number = explore.get_by_role("button", name=re.compile(r"^\S+ mellowing: "))
    number.click()
    window = explore.get_by_role("dialog")
    window.get_by_text("seed", exact=False).first.wait_for()
    window.get_by_text("IV.5").first.wait_for()
    assert axe(explore, "dialog[open]") == []
    explore.keyboard.press("Escape")
    assert number.evaluate("(node) => node === document.activeElement")
    explore.get_by_role("button", name=re.compile("Force: What is this number")).click()
    explore.get_by_role("dialog").get_by_text("counterforce is intended").first.wait_for()


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


def test_assumptions_mechanisms_and_numbers(explore):
    first = settled(explore)
    explore.get_by_text("Assumptions: luck, numbers, mechanisms").click()
    explore.get_by_label("Find a mechanism").fill("patience")
    explore.get_by_label("Switch off patience").check()
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
    assert Policy.from_dict(tomllib.loads(policy)) == plan.policies[0]
    _, table = saved(explore, "Everything that is shown, as CSV")
    assert "seed,47" in table.replace("# ", "").replace(": ", ",") or "seed" in table
    assert "orbit" in table
    _, results = saved(explore, "The results with plan, seed and versions, as JSON")
    assert json.loads(results)["about"]["seed"] == 47
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


def test_a_chart_is_saved_as_a_picture(explore):
    chart = explore.get_by_role("region", name="Unity of both sides")
    with explore.expect_download() as waiting:
        chart.get_by_role("button", name=re.compile("save the picture as SVG")).click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.lstrip().startswith(("<?xml", "<svg"))
    assert "var(--" not in text


def test_the_tour_takes_four_steps_and_can_be_left(open_page):
    page = open_page("#/explore", WIDE, tour=True)
    settled(page)
    page.get_by_role("heading", name="The light of a dead star").wait_for()
    assert axe(page) == []
    shot(page, "explore-tour")
    for title in ("You set the policy", "A thousand histories answer", "Pin, compare, and ask why"):
        page.get_by_role("button", name="Next").click()
        page.get_by_role("heading", name=title).wait_for()
    page.get_by_role("button", name="Begin").click()
    page.reload()
    settled(page)
    assert not page.get_by_role("heading", name="The light of a dead star").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_light_and_dark_are_accessible(open_page, scheme):
    page = open_page("#/explore", WIDE, color_scheme=scheme)
    settled(page)
    page.get_by_role("button", name="More charts").click()
    assert axe(page) == []
    shot(page, f"explore-{scheme}", whole=True)


@pytest.mark.parametrize("width", [390, 1280, 1920])
def test_no_sideways_scroll_and_no_small_target(open_page, width):
    page = open_page("#/explore", {"width": width, "height": 844})
    settled(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate(SMALL) == []
    if width == PHONE["width"]:
        assert axe(page) == []
        shot(page, "explore-phone", whole=True)
        page.get_by_text("In what manner").click()
        page.get_by_label("Threats and bluster, as a number").fill("0.9")
        settled(page, page.locator("[data-worlds]").get_attribute("data-digest"))


def test_a_killed_desk_is_said_and_the_page_goes_on(open_page, watched):
    watched.allow("ERR_CONNECTION")
    own = serve()
    own.wait_until_ready()
    page = open_page("#/explore", WIDE, at=own.url)
    before = settled(page)
    own.stop()
    force(page).press("End")
    page.get_by_text("The desk on this machine does not answer").wait_for()
    assert force(page).input_value() == "1.5"
    assert sum(shares(page).values()) == 100
    again = serve(port=int(re.search(r":(\d+)/", own.url)[1]))
    try:
        again.wait_until_ready()
        settled(page, before)
        assert not page.get_by_text("The desk on this machine does not answer").is_visible()
        assert force(page).input_value() == "1.5"
    finally:
        again.stop()
