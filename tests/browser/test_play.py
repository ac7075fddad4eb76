"""The playing page as a person uses it: whole games by keyboard, undo, links, advisers, debrief, phone, faults."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from desk_browser import PHONE, axe, serve, shot

OPENING = '[1,0,47,12,"model",0,[-9]]'  # Washington, nine quarters of holding course
SIXTH = '[1,1,5,3,"containment",0,[-10]]'  # Moscow, half of a short game
LAST = '[1,0,47,12,"model",0,[-20]]'  # Washington, the end of a short game
LONG = 120_000  # milliseconds for a thousand worlds on a machine that has other work
OFTEN = 400  # presses of Tab after which a control counts as out of reach


def link(game: str, more: str = "") -> str:
    """Return the address of a game, written as the page writes it."""
    return "#/play?g=" + base64.urlsafe_b64encode(game.encode()).decode().rstrip("=") + more


def game_of(page: Any) -> list[Any]:
    """Return the game that a page's address holds."""
    text = re.search(r"[?&]g=([A-Za-z0-9_-]+)", page.url)
    assert text, page.url
    found: list[Any] = json.loads(base64.urlsafe_b64decode(text[1] + "=="))
    return found


def quarters(page: Any) -> int:
    """Return how many quarters the address's game has."""
    return sum(-one if isinstance(one, int) else 1 for one in game_of(page)[6])


def tab_to(page: Any, fits: str) -> None:
    """Press Tab until what has the focus bears a name that fits, as somebody without a mouse would."""
    for _ in range(OFTEN):
        page.keyboard.press("Tab")
        name = page.evaluate(
            "(() => { const e = document.activeElement; const l = e.labels && e.labels[0];"
            " return (e.getAttribute('aria-label') || (l && l.textContent) || e.textContent || '').trim() })()"
        )
        if re.search(fits, name):
            return
    raise AssertionError(f"Tab never came to {fits}")


def desk(page: Any, quarter: int | None = None) -> None:
    """Wait for the desk, and for one quarter of it."""
    page.locator("#play-when").wait_for(timeout=60_000)
    if quarter is not None:
        page.locator("#play-head", has_text=f"Quarter {quarter + 1} of").wait_for(timeout=60_000)


def faults(page: Any) -> list[str]:
    """Return what axe finds; the bar at the foot is laid in the flow, since what it covers now a scroll uncovers."""
    page.evaluate(
        "document.querySelectorAll('.acts, .bar').forEach((one) => (one.style.position = 'static')); undefined"
    )
    return axe(page)


def standing(page: Any) -> list[str]:
    """Return what a page shows of the state of things: head, numbers, cables."""
    return [
        page.locator("#play-head").inner_text(),
        page.locator("#play-seen ul").first.inner_text(),
        page.locator("#play-cables ol").inner_text(),
        page.locator("#play-crises").inner_text(),
    ]


@pytest.fixture
def opened(open_page: Callable[..., Any]) -> Callable[..., Any]:
    """Give a function that opens the desk of a game."""

    def one(game: str, *arguments: Any, more: str = "", **options: Any) -> Any:
        page = open_page(link(game, more), *arguments, **options)
        desk(page)
        return page

    return one


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
            tab_to(page, "^Hold, with a way out")
            page.keyboard.press("ArrowDown")
            page.get_by_label("Stand firm and close the door").first.wait_for()
            assert page.get_by_label("Stand firm and close the door").first.is_checked()
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


def test_a_whole_game_as_moscow_sees_no_more_than_moscow(opened: Callable[..., Any]) -> None:
    page = opened('[1,1,5,3,"containment",0,[]]')
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


def test_undo_gives_the_decision_back_and_redo_plays_it_again(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
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


def test_a_game_goes_on_after_a_reload_and_from_the_start(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
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
    opened: Callable[..., Any], open_page: Callable[..., Any]
) -> None:
    page = opened(OPENING)
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
        ("WzFd", "damaged"),
        (base64.urlsafe_b64encode(b'[9,0,47,12,"model",0,[]]').decode().rstrip("="), "version 9"),
        (base64.urlsafe_b64encode(b'[1,0,47,12,"nobody",0,[]]').decode().rstrip("="), "nobody"),
        (
            base64.urlsafe_b64encode(b'[1,0,47,12,"model",0,[[[10,10,6,1,4,1,1,0],[],[]]]]')
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


def test_what_cannot_be_paid_says_why(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
    page.get_by_role("button", name="Force: one step more").click()
    page.locator("#play-acts", has_text="cannot be afforded: it needs 1 more of means").wait_for()
    assert "0 of 13 free" in page.locator("#play-acts").inner_text()
    page.get_by_role("button", name="Information: one step less").click()
    page.get_by_role("button", name="Force: one step more").click()
    assert page.get_by_role("slider", name="Force").get_attribute("aria-valuetext") == "0.9, costs 6"
    page.locator("#play-acts", has_text="2 changes").wait_for()
    page.get_by_role("button", name="Put everything back as it stood").click()
    assert page.get_by_role("slider", name="Force").get_attribute("aria-valuetext") == "0.75, costs 5"


SHUT = '[1,0,47,12,"model",0,[-11]]'  # Washington, with a crisis that goes on for three quarters
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
def test_no_tile_lies_under_the_bar_at_the_foot(opened: Callable[..., Any], wide: int, high: int) -> None:
    page = opened(OPENING, {"width": wide, "height": high})
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
    opened: Callable[..., Any], side: int, placed: str, pressure: str
) -> None:
    page = opened(f'[1,{side},47,12,"{("model", "containment")[side]}",0,[]]')
    page.get_by_role("tab", name="Map").click()
    greece = page.get_by_role("button", name=re.compile("^Greece: "))
    assert page.locator(".map .placed").count() == 0
    greece.focus()
    page.keyboard.press("3")
    page.locator("#play-acts", has_text="5 of 8 free").wait_for()
    assert "3 points" in greece.get_attribute("aria-label")
    assert set(page.locator(".map .placed").all_inner_texts()) == {"GRE3"}
    page.keyboard.press("-")
    assert "2 points" in greece.get_attribute("aria-label")
    key = page.locator(".map .key").inner_text()
    assert placed in key
    assert pressure in key
    assert "counterforce" not in key
    assert ("your force" in key) is (side == 0)
    assert faults(page) == []
    shot(page, f"play-map-{'moscow' if side else 'washington'}")


def test_holding_course_keeps_what_stands_and_says_so(opened: Callable[..., Any]) -> None:
    page = opened(SHUT)
    crisis = page.locator("#play-crises")
    assert "also while you hold course" in crisis.inner_text()
    assert "stands included" in page.get_by_role("button", name=re.compile("^Hold course")).get_attribute(
        "title"
    )
    page.get_by_label("Stand firm and close the door").first.check()
    page.keyboard.press("h")
    page.wait_for_timeout(50)
    page.locator(".desk[aria-busy=false]").wait_for()
    held = game_of(page)[6][1:]
    assert len(held) == 3
    assert {tuple(choice[2]) for choice in held} == {(11, 2)}
    assert page.get_by_label("Stand firm and close the door").first.is_checked()


def test_advisers_disagree_and_their_moves_go_into_the_controls(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
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


def test_numbers_lead_to_their_formula(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
    for name in ("In the orbit", "Unity", "Soviet pressure, as seen"):
        page.get_by_role("button", name=f"{name}: where this number comes from").click()
        page.get_by_role("dialog").get_by_text("As the program computes it").wait_for()
        page.keyboard.press("Escape")
    for number in page.locator(".panel").get_by_role("button", name="where this number").all():
        number.click()
        page.get_by_role("dialog").get_by_text("As the program computes it").wait_for()
        page.keyboard.press("Escape")


def test_the_debrief_opens_in_explore_and_looks_back(opened: Callable[..., Any]) -> None:
    page = opened(LAST)
    page.get_by_role("button", name="To the debrief").click()
    page.locator(".big").wait_for(timeout=LONG)
    chart = page.get_by_role("slider", name="In the orbit").first
    chart.focus()
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-valuetext", timeout=5000).startswith("1947: ")
    page.get_by_role("button", name="Open in Explore").click()
    page.wait_for_url(re.compile(r"#/explore\?s="))
    page.get_by_role("heading", level=1).wait_for()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_view_is_accessible(open_page: Callable[..., Any], scheme: str) -> None:
    page = open_page("#/play", color_scheme=scheme)
    page.get_by_role("heading", name="A new game").wait_for()
    page.get_by_text("Is the other side fair?").click()
    shot(page, f"play-start-{scheme}", whole=True)
    assert faults(page) == []
    for name, game in (("washington", OPENING), ("moscow", SIXTH)):
        page.goto(page.url.split("#")[0] + link(game))
        page.locator(f".head.{name}").wait_for()
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


def test_the_phone_plays_a_quarter_without_sideways_scroll(opened: Callable[..., Any]) -> None:
    page = opened(OPENING, PHONE, has_touch=True, is_mobile=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate(SMALL) == []
    shot(page, "play-phone")
    page.get_by_role("button", name="The basin of power").tap()
    page.get_by_role("button", name=re.compile("^One point more: watch")).first.tap()
    page.get_by_role("button", name=re.compile("^One point more: watch")).first.tap()
    shot(page, "play-phone-list")
    page.get_by_label("Stand firm and close the door").first.check()
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


def test_a_killed_server_loses_no_game(open_page: Callable[..., Any], watched: Any) -> None:
    watched.allow("ERR_CONNECTION")
    served = serve()
    try:
        served.wait_until_ready()
        page = open_page(link(OPENING), at=served.url)
        desk(page, 9)
        page.get_by_role("button", name="Information: one step less").click()
        served.stop()
        page.keyboard.press("Control+Enter")
        page.get_by_text("does not answer").first.wait_for()
        assert quarters(page) == 9
        again = serve(port=int(served.url.rsplit(":", 1)[1].strip("/")))
        try:
            again.wait_until_ready()
            page.locator(".notice.gone").wait_for(state="hidden", timeout=60_000)
            page.locator("#play-acts .trouble").wait_for(state="hidden", timeout=60_000)
            assert page.get_by_role("slider", name="Information").get_attribute(
                "aria-valuetext", timeout=5000
            )
            page.keyboard.press("Control+Enter")
            desk(page, 10)
            assert game_of(page)[6][-1][0][2] == 1, "the decision made before the server went was lost"
        finally:
            again.stop()
    finally:
        served.stop()


def test_a_teachers_game_is_begun_and_gone_on_with(open_page: Callable[..., Any]) -> None:
    page = open_page("#/play?side=moscow&seed=47&world=12&length=short&class=1")
    desk(page, 0)
    assert game_of(page)[:6] == [1, 1, 47, 12, "containment", 0]
    page.keyboard.press("Control+Enter")
    desk(page, 1)
    page.get_by_role("link", name="Class").click()
    page.get_by_role("heading", level=1).wait_for()
    page.goto(page.url.split("#")[0] + "#/play?side=moscow&seed=47&world=12&length=short&class=1")
    desk(page, 1)


def test_single_letters_can_be_switched_off(opened: Callable[..., Any]) -> None:
    page = opened(OPENING)
    page.get_by_role("button", name="Keyboard and help").click()
    page.get_by_label("Single letters do something").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("u")
    page.wait_for_timeout(300)
    assert quarters(page) == 9
    page.keyboard.press("Control+z")
    desk(page, 8)


def test_holding_course_stops_at_whatever_calls_for_a_decision(opened: Callable[..., Any]) -> None:
    page = opened('[1,0,7,100,"model",0,[]]')
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
