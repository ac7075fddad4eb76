"""The desk of a game: undo, links, advisers, what cannot be paid, formulas, phone, and every view for everyone."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_browser import LONG, PHONE, shot
from play_browser import OPENING, SIXTH, desk, faults, game_of, link, quarters, standing


def test_undo_gives_the_decision_back_and_redo_plays_it_again(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    at_first = standing(page)
    page.keyboard.press("u")
    desk(page, 8)
    assert quarters(page) == 8
    page.get_by_role("button", name="Redo").click()
    desk(page, 9)
    assert standing(page) == at_first
    # what was decided stands in the controls again, to be changed
    page.get_by_label("cool").first.focus()
    page.keyboard.press("ArrowRight")
    assert page.get_by_label("sharp").is_checked()
    page.keyboard.press("Control+Enter")
    desk(page, 10)
    page.get_by_role("button", name="Undo").click()
    desk(page, 9)
    assert page.get_by_label("sharp").is_checked()
    # the strip takes the game back further
    page.get_by_role("button", name=re.compile("^Summer 1947")).click()
    page.get_by_role("button", name="Take the game back to here").click()
    desk(page, 2)
    assert quarters(page) == 2
    # and so does the browser's own way back
    page.go_back()
    desk(page, 9)


def test_a_game_goes_on_after_a_reload_and_from_the_start(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    page.keyboard.press("Control+Enter")
    desk(page, 9 + 1)
    before = standing(page)
    page.reload()
    desk(page, 10)
    assert standing(page) == before
    page.get_by_role("link", name="Play").click()
    page.get_by_role("heading", name="A game in progress").wait_for()
    shot(page, "play-resume")
    page.get_by_role("button", name="Go on with it").click()
    desk(page, 10)
    assert standing(page) == before


def test_a_shared_link_gives_the_same_game_elsewhere_step_by_step(
    open_game: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    page = open_game(OPENING)
    page.get_by_role("button", name="Share").click()
    shared = page.get_by_role("textbox", name="The game as it stands").input_value()
    replayed = page.get_by_role("textbox", name="Step by step from the first quarter").input_value()
    shot(page, "play-share")
    assert faults(page) == []
    with page.expect_download() as saved:
        page.get_by_role("button", name="Plan file").click()
    plan = json.loads(saved.value.path().read_text())
    assert "policies" in plan or "policy" in json.dumps(plan)

    other = open_page(shared[shared.index("#") :])
    desk(other, 9)
    assert standing(other) == standing(page)

    other = open_page(replayed[replayed.index("#") :])
    desk(other, 0)
    assert other.get_by_role("button", name="End quarter").count() == 0
    for n in range(1, 10):
        other.keyboard.press("k")
        desk(other, n)
    assert (
        other.locator("#play-seen ul").first.inner_text() == page.locator("#play-seen ul").first.inner_text()
    )
    other.get_by_role("slider", name="Quarter that is shown").fill("4")
    desk(other, 4)
    shot(other, "play-replay")
    other.get_by_role("button", name="Play on from here").click()
    other.get_by_role("button", name="End quarter").wait_for()
    assert quarters(other) == 4


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("!!", "cannot be read"),
        ("WzJd", "damaged"),
        (base64.urlsafe_b64encode(b'[9,0,47,12,"model",0,[]]').decode().rstrip("="), "version 9"),
        (base64.urlsafe_b64encode(b'[2,0,47,12,"nobody",0,[]]').decode().rstrip("="), "nobody"),
        (
            base64.urlsafe_b64encode(b'[2,0,47,12,"model",0,[[[10,10,6,1,4,1,1,0],[],[]]]]')
            .decode()
            .rstrip("="),
            "at most 13",
        ),
    ],
)
def test_a_bad_link_gets_words_and_a_new_game(
    open_page: Callable[..., Any], watched: Any, text: str, words: str
) -> None:
    watched.allow("400")
    page = open_page("#/play?g=" + text)
    page.get_by_role("alert").filter(has_text=words).wait_for()
    page.get_by_role("button", name="Begin in January 1947").wait_for()


def test_what_cannot_be_paid_says_why(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    page.get_by_role("button", name="Force: one step more").click()
    page.locator("#play-acts", has_text="cannot be afforded: it needs 1 more of means").wait_for()
    assert "0 of 13 free" in page.locator("#play-acts").inner_text()
    page.get_by_role("button", name="Information: one step less").click()
    page.get_by_role("button", name="Force: one step more").click()
    assert page.get_by_role("slider", name="Force").get_attribute("aria-valuetext") == "0.9, costs 6"
    page.locator("#play-acts", has_text="2 changes").wait_for()
    page.get_by_role("button", name="Put everything back as it stood").click()
    assert page.get_by_role("slider", name="Force").get_attribute("aria-valuetext") == "0.75, costs 5"


def test_advisers_disagree_and_their_moves_go_into_the_controls(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    page.keyboard.press("a")
    page.get_by_role("heading", name="Side by side").wait_for(timeout=LONG)
    voices = page.locator(".voices li")
    assert voices.get_by_role("heading", level=3).all_inner_texts() == [
        "The planner",
        "The general",
        "The treasurer",
    ]
    # what each would do, expects and gives as reason: said once, and on one line with the others'
    for heading in ("He would", "What he expects", "Why"):
        tops = [voices.nth(n).get_by_role("heading", name=heading).bounding_box()["y"] for n in range(3)]
        assert max(tops) - min(tops) < 2, heading
    for voice in voices.all():
        words = voice.inner_text()
        move = voice.locator(".would").inner_text()
        assert words.count(f"\n{move}\n") == 1
        assert f"{move}. " not in words.replace("Everything stays as it stands. ", "")
        assert len(re.findall(r"of 24 worlds like ours", words)) == 1
    assert page.get_by_role("img", name=re.compile(r"^better in \d+, worse in \d+")).count() >= 6
    first = page.get_by_role("button", name=re.compile("^Put it into the controls: ")).first
    label = (first.get_attribute("aria-label") or "").split(": ")[1]
    first.click()
    page.locator("#play-advisers", has_text="In the controls").wait_for()
    shot(page, "play-advisers", whole=True)
    page.keyboard.press("Control+Enter")
    desk(page, 10)
    assert isinstance(game_of(page)[6][-1], list), f"{label} was not sent"


def test_numbers_lead_to_their_formula(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    for name in ("In the orbit", "Unity", "Soviet pressure, as seen"):
        page.get_by_role("button", name=f"{name}: where this number comes from").click()
        page.get_by_role("dialog").get_by_text("As the program computes it").wait_for()
        page.keyboard.press("Escape")
    for number in page.locator(".panel").get_by_role("button", name="where this number").all():
        number.click()
        page.get_by_role("dialog").get_by_text("As the program computes it").wait_for()
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page("#/play", color_scheme=scheme)
    page.get_by_role("heading", name="A new game").wait_for()
    page.get_by_text("Is the other side fair?").click()
    shot(page, f"play-start-{scheme}", whole=True)
    assert faults(page) == []
    for name, game in (("open", OPENING), ("closed", SIXTH)):
        page.goto(page.url.split("#")[0] + link(game))
        page.locator(f".head.of-{name}").wait_for()
        page.locator(".desk[aria-busy=false]").wait_for()
        shot(page, f"play-{name}-{scheme}")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert faults(page) == []
        for view in ("Map", "List"):
            page.get_by_role("tab", name=view).click()
            assert faults(page) == []
            shot(page, f"play-{name}-{view.lower()}-{scheme}")
        page.get_by_role("tab", name="Board").click()
    page.goto(page.url.split("#")[0] + link(SIXTH, "&at=4"))
    page.get_by_role("button", name="Close the replay").wait_for()
    assert faults(page) == []
    # words on tiles, which axe does not see inside a drawing
    pale = page.evaluate(CONTRAST)
    assert pale == []


CONTRAST = """(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true })
  const lum = (colour) => {
    canvas.fillStyle = colour
    canvas.fillRect(0, 0, 1, 1)
    const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    const [r, g, b] = [...canvas.getImageData(0, 0, 1, 1).data].map((v) => linear(v / 255))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  return [...document.querySelectorAll('.tile')].filter((tile) => {
    const ground = lum(getComputedStyle(tile.querySelector('.plate')).fill)
    return [...tile.querySelectorAll('text')].some((text) => {
      const ink = lum(getComputedStyle(text).fill)
      return (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05) < 4.5
    })
  }).map((tile) => tile.getAttribute('aria-label'))
})()"""
SMALL = """(() => [...document.querySelectorAll('main button, main select, main summary, main input')].filter((one) => {
  const box = one.getBoundingClientRect()
  const label = one.labels && one.labels[0] ? one.labels[0].getBoundingClientRect() : box
  const high = Math.max(box.height, label.height), wide = Math.max(box.width, label.width)
  return box.width > 0 && (high < 23.5 || wide < 23.5)
}).map((one) => one.outerHTML.slice(0, 120)))()"""


def test_the_phone_plays_a_quarter_without_sideways_scroll(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING, PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL) == []
    shot(page, "play-phone")
    page.get_by_role("button", name="The basin of power").tap()
    page.get_by_role("button", name=re.compile("^One point more: watch")).first.tap()
    page.get_by_role("button", name=re.compile("^One point more: watch")).first.tap()
    shot(page, "play-phone-list")
    page.get_by_label("Stand firm, aloud").first.check()
    shot(page, "play-phone-crisis")
    page.get_by_role("button", name="End quarter").tap()
    desk(page, 10)
    record = game_of(page)[6][-1]
    assert record[1][1] == 2
    assert record[2][1] == 2
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    shot(page, "play-phone-next", whole=True)


def test_the_tour_is_shown_once(open_page: Callable[..., Any]) -> None:
    page = open_page(link(OPENING), tour=True)
    page.get_by_text("One side, one quarter at a time").wait_for()
    shot(page, "play-tour")


def test_single_letters_can_be_switched_off(open_game: Callable[..., Any]) -> None:
    page = open_game(OPENING)
    page.get_by_role("button", name="Keyboard and help").click()
    page.get_by_label("Single letters do something").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_timeout(300)
    assert quarters(page) == 9
    page.keyboard.press("Control+z")
    desk(page, 8)
