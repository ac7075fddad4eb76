"""Explore, as a person looks at it: compare, ask why, share, charts, map, single worlds, the tour, every size."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest
from desk_browser import LONG, PHONE, axe, shot
from explore_browser import WIDE, settled

SMALL = """() => [...document.querySelectorAll('button, input:not([type=hidden]), select, summary, [role=tab]')]
  .filter((node) => !node.classList.contains('plain'))
  .filter((node) => node.checkVisibility() && !node.closest('.hidden') && !node.classList.contains('hidden'))
  .map((node) => [node, (node.closest('label') ?? node).getBoundingClientRect()])
  .filter(([node, box]) => box.width > 0 && (box.width < 23.5 || box.height < 23.5))
  .map(([node, box]) => `${node.outerHTML.slice(0, 90)} ${Math.round(box.width)}x${Math.round(box.height)}`)"""


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
    explore.get_by_text(re.compile("On the same luck")).wait_for()
    explore.get_by_role("button", name="Unpin").click()
    assert not explore.get_by_text("Pinned:").is_visible()


def test_why_is_answered_by_the_ledger_in_its_sentences(open_page):
    # a tenth of what is usual says as much: the years of one call of the compiled program
    years = base64.urlsafe_b64encode(b'{"v":1,"y":5}').decode().rstrip("=")
    explore = open_page(f"#/explore?s={years}", WIDE)
    before = settled(explore)
    explore.get_by_role("button", name="Pin this run").click()
    explore.get_by_role("combobox", name=re.compile("^Policy")).select_option("withdrawal")
    settled(explore, before)
    explore.get_by_role("button", name="Why do they differ?").click()
    window = explore.get_by_role("dialog", name="Why do they differ?")
    window.get_by_label("Explain the difference in").select_option("orbit")
    window.get_by_role("button", name="Ask the ledger").click()
    window.get_by_text("A pair of numbers stands for").wait_for(timeout=LONG)
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


OUTSIDE = """(text) => {
  const svg = new DOMParser().parseFromString(text, 'image/svg+xml').documentElement
  document.body.append(document.importNode(svg, true))
  const drawn = document.body.lastChild
  const frame = drawn.getBoundingClientRect()
  const found = [...drawn.querySelectorAll('text')].map((one) => [one.textContent, one.getBoundingClientRect()])
    .filter(([, box]) => box.left < frame.left || box.right > frame.right)
    .map(([words]) => words)
  drawn.remove()
  return found
}"""


@pytest.mark.parametrize(
    "title", ["The Soviet orbit", "Unity of both sides", "What became of Soviet power", "Which outcome"]
)
def test_a_chart_is_saved_as_a_picture(explore_once, title):
    """Everything is within the frame, with key and source; the cursor is of the screen and not of the picture."""
    page = explore_once
    chart = page.locator("figure").filter(has=page.get_by_role("heading", name=re.compile(title)))
    with page.expect_download() as waiting:
        chart.get_by_role("button", name=re.compile("save the picture as SVG")).click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert text.lstrip().startswith(("<?xml", "<svg"))
    assert "var(--" not in text
    assert page.evaluate(OUTSIDE, text) == []
    assert "1962" not in re.sub(r"<title>.*?</title>", "", text)
    assert "policy Containment" in re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", text))
    if title.startswith("What"):
        assert ">48 mellowing" in text, "marks are named with their numbers"
    with page.expect_download() as waiting:
        chart.get_by_role("button", name=re.compile("save the picture as PNG")).click()
    picture = Path(waiting.value.path()).read_bytes()
    assert picture[:8] == b"\x89PNG\r\n\x1a\n"
    wide, high = (int.from_bytes(picture[at : at + 4]) for at in (16, 20))
    root = re.match(r"<svg[^>]*>", text)[0]
    assert wide == 2 * int(re.search(r' width="(\d+)"', root)[1])
    assert high == 2 * int(re.search(r' height="(\d+)"', root)[1])


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
