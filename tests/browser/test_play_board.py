"""The board and the map of a game as a person plays on them: all of it in sight, points placed, course held."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_browser import shot
from play_browser import OPENING, desk, faults, game_of

CRISIS = '[2,1,5,3,"containment",0,[-3]]'  # Moscow, with a crisis that goes on for three quarters
CORNERS = """(() => {
  const foot = document.querySelector('.acts').getBoundingClientRect().top
  const head = document.querySelector('header').getBoundingClientRect().bottom
  return [...document.querySelectorAll('.tile')].filter((one) => {
    const box = one.getBoundingClientRect()
    return box.bottom > foot || box.top < head
  }).map((one) => one.getAttribute('aria-label'))
})()"""


@pytest.mark.parametrize("high", [720, 800, 900])
@pytest.mark.parametrize("wide", [1280, 1440])
def test_no_tile_lies_under_the_bar_at_the_foot(open_game: Callable[..., Any], wide: int, high: int) -> None:
    page = open_game(OPENING, {"width": wide, "height": high})
    assert page.locator(".tile").count() > 70
    assert page.evaluate(CORNERS) == []
    least = 40 if high < 800 else 45
    assert page.locator(".tile").first.bounding_box()["width"] > least
    shot(page, f"play-board-{wide}-{high}")


@pytest.mark.parametrize(
    ("side", "placed", "pressure"),
    [(0, "attention placed", "pressure seen"), (1, "aims placed", "your pressure")],
)
def test_points_show_on_the_map_by_name_and_in_its_key(
    open_game: Callable[..., Any], side: int, placed: str, pressure: str
) -> None:
    page = open_game(f'[2,{side},47,12,"{("model", "containment")[side]}",0,[]]')
    page.get_by_role("tab", name="Map").click()
    greece = page.get_by_role("button", name=re.compile("^Greece: "))
    assert page.locator(".map .placed").count() == 0
    greece.focus()
    page.keyboard.press("3")
    page.locator("#play-acts", has_text="5 of 8 free").wait_for()
    assert "3 points" in greece.get_attribute("aria-label")
    assert set(page.locator(".map .placed").all_text_contents()) == {"GRE3"}
    page.keyboard.press("-")
    assert "2 points" in greece.get_attribute("aria-label")
    key = page.locator(".map .key").inner_text()
    assert placed in key
    assert pressure in key
    assert "counterforce" not in key
    assert ("your force" in key) is (side == 0)
    assert faults(page) == []
    shot(page, f"play-map-{'moscow' if side else 'washington'}")


def test_holding_course_keeps_what_stands_and_says_so(open_game: Callable[..., Any]) -> None:
    page = open_game(CRISIS)
    crisis = page.locator("#play-crises")
    assert "also while you hold course" in crisis.inner_text()
    assert "stands included" in page.get_by_role("button", name=re.compile("^Hold course")).get_attribute(
        "title"
    )
    page.get_by_label("Yield late").first.check()
    page.keyboard.press("h")
    page.wait_for_timeout(50)
    page.locator(".desk[aria-busy=false]").wait_for()
    held = game_of(page)[6][1:]
    assert [choice[2] for choice in held if isinstance(choice, list)] == [[53, 2]] * 3
    assert isinstance(held[-1], int), "the stand ends with its crisis, and the holding goes on"


def test_a_game_begins_at_the_head_of_its_desk(open_page: Callable[..., Any]) -> None:
    page = open_page("#/play", {"width": 1280, "height": 600})
    begin = page.get_by_role("button", name="Begin in January 1947")
    begin.scroll_into_view_if_needed()
    begin.click()
    desk(page, 0)
    page.wait_for_function("document.activeElement.id === 'play-when'")
    assert page.evaluate("scrollY") == 0


def test_the_view_of_the_theatres_outlives_another_width(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING, {"width": 1280, "height": 800})
    page.get_by_role("tab", name="Map").click()
    for width in (1000, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.locator(".map").wait_for()
        assert page.get_by_role("tab", name="Map").get_attribute("aria-selected") == "true"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
