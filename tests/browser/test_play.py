"""Whole games as a person plays them: by keyboard, as either side, to the debrief."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from desk_browser import LONG, shot
from play_browser import desk, faults, game_of, quarters, tab_to


def test_a_whole_game_as_washington_by_keyboard_alone(open_page: Callable[..., Any]) -> None:
    page = open_page("#/play")
    page.get_by_role("heading", name="A new game").wait_for()
    tab_to(page, "^Seed$")
    page.keyboard.type("47")
    tab_to(page, "^World$")
    page.keyboard.type("12")
    tab_to(page, "^Begin in January 1947$")
    page.keyboard.press("Enter")
    desk(page, 0)
    assert page.evaluate("document.activeElement.id") in ("play-when", "main", "")

    # points on the board, orders, and the end of the quarter
    page.keyboard.press("b")
    tab_to(page, "^[A-Z]{3} .+: ")
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("3")
    page.locator("#play-acts", has_text="3 of 8 free").wait_for()
    page.keyboard.press("o")
    tab_to(page, "^Information$")
    page.keyboard.press("ArrowLeft")
    page.locator("#play-acts", has_text="1 of 13 free").wait_for()
    page.keyboard.press("Control+Enter")
    desk(page, 1)
    record = game_of(page)[6][0]
    assert record[0][2] == 1
    assert sorted(record[1][1::2]) == [2, 3]
    assert page.evaluate("document.activeElement.id") == "play-when"

    # Enter alone, with the focus on the head
    page.keyboard.press("Enter")
    desk(page, 2)
    assert game_of(page)[6][1] == -1

    # on until a crisis comes, and firm in it
    stood = False
    for _ in range(20):
        if page.get_by_role("button", name="To the debrief").count():
            break
        if not stood and page.locator("#play-crises fieldset").count():
            page.keyboard.press("c")
            tab_to(page, "^No order")
            page.keyboard.press("ArrowDown")
            page.get_by_label("Stand firm, aloud").first.wait_for()
            assert page.get_by_label("Stand firm, aloud").first.is_checked()
            shot(page, "play-crisis")
            before = quarters(page)
            page.keyboard.press("Control+Enter")
            page.locator("#play-head", has_text=f"Quarter {before + 2} of").wait_for()
            assert game_of(page)[6][-1][2][1::2] == [2]
            stood = True
        before = quarters(page)
        page.keyboard.press("h")
        page.wait_for_timeout(50)
        page.locator(".desk[aria-busy=false]").wait_for()
        assert quarters(page) > before
    assert stood, "no crisis came in twenty quarters"
    assert quarters(page) == 20

    tab_to(page, "^To the debrief$")
    page.keyboard.press("Enter")
    page.locator(".big").wait_for(timeout=LONG)
    for heading in ("Luck and choice", "What the article would say", "Turning points", "What was hidden"):
        assert page.get_by_role("heading", name=heading).count() == 1
    assert page.locator("text=hidden from you").count() > 3
    assert page.locator(".policies, .row.yours").count() == 1
    assert faults(page) == []
    shot(page, "play-debrief", whole=True)

    # the debrief looks back year by year, and opens in Explore
    chart = page.get_by_role("slider", name="In the orbit").first
    chart.focus()
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-valuetext").startswith("1947: ")
    page.get_by_role("button", name="Open in Explore").click()
    page.wait_for_url(re.compile(r"#/explore\?s="))
    page.get_by_role("heading", level=1).wait_for()


def test_a_whole_game_as_moscow_sees_no_more_than_moscow(open_game: Callable[..., Any]) -> None:
    page = open_game('[2,1,5,3,"containment",0,[]]')
    assert "your force" not in page.locator("main").inner_text()
    assert page.locator("#play-board").get_by_text("shut by force").count() > 0
    page.keyboard.press("b")
    tab_to(page, "^[A-Z]{3} .+: ")
    page.keyboard.press("8")
    page.locator("#play-acts", has_text="0 of 8 free").wait_for()
    for _ in range(20):
        if page.get_by_role("button", name="To the debrief").count():
            break
        page.keyboard.press("h")
        page.wait_for_timeout(50)
        page.locator(".desk[aria-busy=false]").wait_for()
    assert quarters(page) == 20
    assert game_of(page)[6][0][1][1] == 8
    assert "After 20 quarters" in page.locator("#play-head").inner_text()
    shot(page, "play-moscow-over", whole=True)
    page.get_by_role("button", name="To the debrief").click()
    page.locator(".big").wait_for(timeout=LONG)
    shot(page, "play-moscow-debrief", whole=True)


def test_holding_course_stops_at_whatever_calls_for_a_decision(open_game: Callable[..., Any]) -> None:
    page = open_game('[2,0,7,100,"model",0,[]]')
    for _ in range(20):
        if page.get_by_role("button", name="To the debrief").count():
            break
        page.keyboard.press("h")
        page.wait_for_timeout(50)
        page.locator(".desk[aria-busy=false]").wait_for()
        # nothing grave is among what passed unseen
        assert page.locator(".meanwhile li", has_text="breaks out").count() == 0
        assert page.locator(".meanwhile li", has_text="passes into").count() == 0
    assert quarters(page) == 20


def test_a_teachers_game_is_begun_and_gone_on_with(open_page: Callable[..., Any]) -> None:
    page = open_page("#/play?side=moscow&seed=47&world=12&length=short&class=1")
    desk(page, 0)
    assert game_of(page)[:6] == [2, 1, 47, 12, "containment", 0]
    page.keyboard.press("Control+Enter")
    desk(page, 1)
    page.get_by_role("link", name="Class").click()
    page.get_by_role("heading", level=1).wait_for()
    page.goto(page.url.split("#")[0] + "#/play?side=moscow&seed=47&world=12&length=short&class=1")
    desk(page, 1)
