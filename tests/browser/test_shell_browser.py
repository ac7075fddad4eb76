"""The frame around every page: it opens, goes from page to page, and is shown in the colours of the system."""

from __future__ import annotations

import re

import pytest
from desk_browser import PHONE, axe, shot
from playwright.sync_api import expect

PAGES = {"explore": "Explore", "play": "Play", "read": "Read", "class": "Class"}
LAST = {  # what stands on a page once all of it does
    "explore": "[data-worlds='1000']",
    "play": "main >> text=Begin in January 1947",
    "read": "article[id='p-IV.7']",
    "class": "main >> label:has-text('Code')",
}
SIZES = {"desk": None, "projector": {"width": 1920, "height": 1080}}
NARROW = "document.documentElement.scrollWidth <= innerWidth"


def settled(page):
    """Wait until the page that the address names stands there."""
    expect(page.get_by_role("main").get_by_role("heading", level=1).first).to_be_attached()
    return page


def whole(page, name):
    """Wait until the whole of a page stands there."""
    page.locator(LAST[name]).first.wait_for()
    return settled(page)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_frame_is_accessible_and_so_is_the_door_of_a_class(open_page, scheme):
    """The other pages are looked at in both colours, and with more of them open, in the files of each."""
    page = whole(open_page("#/class", color_scheme=scheme), "class")
    shot(page, f"shell-class-{scheme}")
    assert axe(page) == []


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", PAGES)
def test_no_page_scrolls_sideways(open_page, name, size):
    page = whole(open_page(f"#/{name}", SIZES[size]), name)
    assert page.evaluate(NARROW)


@pytest.mark.parametrize("name", PAGES)
def test_on_a_phone_every_control_is_large_enough_and_has_a_name_and_nothing_scrolls_sideways(
    open_page, name
):
    page = whole(open_page(f"#/{name}", PHONE, has_touch=True), name)
    assert page.evaluate(NARROW)
    small = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, [role=button], [role=tab]')]
          .filter((node) => getComputedStyle(node).display !== 'inline')
          .map((node) => [node, [node, ...(node.labels ?? [])].map((one) => one.getBoundingClientRect())])
          .map(([node, boxes]) => [node, ...['width', 'height'].map((side) => Math.max(...boxes.map((b) => b[side])))])
          .filter(([node, width, height]) => width > 2 && (width < 24 || height < 24))
          .map(([node, width, height]) => `${node.outerHTML.slice(0, 100)} ${width} x ${height}`)"""
    )
    assert small == []
    nameless = page.evaluate(
        """() => [...document.querySelectorAll('button, select, input, a[href]')]
          .filter((node) => node.checkVisibility() && !(node.getAttribute('aria-label') || node.textContent.trim()
            || [...(node.labels ?? [])].some((label) => label.textContent.trim())))
          .map((node) => node.outerHTML.slice(0, 120))"""
    )
    assert nameless == []


def test_the_pages_are_reached_by_name_and_by_the_browsers_back(page):
    settled(page)
    assert page.title() == "Explore · kennan"
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Read").click()
    expect(page).to_have_url(re.compile(r"#/read"))
    expect(page).to_have_title("Read · kennan")
    expect(page.get_by_role("link", name="Read", exact=True)).to_have_attribute("aria-current", "page")
    page.go_back()
    expect(page).to_have_title("Explore · kennan")
    # Explore keeps its state in its own address, and in no other
    page.evaluate("location.hash = '#/nowhere'")
    expect(page.get_by_role("alert")).to_contain_text("Nothing stands at “#/nowhere”")
    page.go_back()
    expect(page).to_have_title("Explore · kennan")


def test_an_unknown_place_is_said_to_be_none_with_the_nearest_and_all_there_are(open_page):
    page = settled(open_page("#/nothing/../<script>alert(1)</script>?s=%%%"))
    expect(page).to_have_title("No such page · kennan")
    expect(page.get_by_role("alert")).to_contain_text("Nothing stands at “#/nothing/..")
    assert page.get_by_role("navigation", name="Pages").locator("[aria-current]").count() == 0
    assert axe(page) == []
    page.evaluate("location.hash = '#/raed'")
    expect(page.get_by_role("alert")).to_contain_text("Perhaps Read was meant.")
    shot(page, "shell-nowhere")
    for name in PAGES.values():
        expect(page.get_by_role("main").get_by_role("link", name=name, exact=True).last).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Read", exact=True).first.click()
    expect(page).to_have_title("Read · kennan")


COVERED = """() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => {
  const node = document.activeElement
  const box = node.getBoundingClientRect()
  const inside = ([x, y]) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight
  const along = (x) => [0.15, 0.5, 0.85].map((y) => [box.left + x * box.width, box.top + y * box.height])
  const seen = [0.1, 0.5, 0.9].flatMap(along).filter(inside)
  const over = seen.map(([x, y]) => document.elementFromPoint(x, y)?.closest('[data-bar]'))
  const covered = over.some((bar) => bar && !bar.contains(node)) && box.height < innerHeight / 2
  const nowhere = node === document.body // beyond the last control, and before the first
  done({ name: node.outerHTML.slice(0, 120), bad: !nowhere && (covered || seen.length === 0) })
})))"""


@pytest.mark.parametrize("size", [{"width": 640, "height": 360}, PHONE], ids=str)
def test_what_has_the_focus_is_never_behind_a_bar(open_page, size):
    """WCAG 2.4.11: as at 200 % of 1280 x 720, and on a phone; forwards and backwards."""
    page = open_page("#/explore", size)
    for name, times in (("explore", 90), ("play?g=WzIsMCw0NywxMiwibW9kZWwiLDAsWy05XV0", 60), ("read", 30)):
        page.evaluate(f"location.hash = '#/{name}'")
        page.locator(LAST.get(name, "#play-acts button")).first.wait_for(timeout=60_000)
        for key in ("Tab", "Shift+Tab"):
            for _ in range(times):
                page.keyboard.press(key)
                found = page.evaluate(COVERED)
                assert not found["bad"], f"{name}, {key}: {found['name']}"


def test_only_the_page_that_is_asked_for_is_opened_and_the_others_come_while_nobody_waits(open_page):
    """A link to Read must not make a thousand worlds; a page not yet seen opens also when the desk was closed."""
    page = settled(open_page("#/class"))
    names = "performance.getEntriesByType('resource').map((e) => e.name).join(' ')"
    page.wait_for_timeout(300)
    assert "/assets/Explore" not in page.evaluate(names)
    assert "/api/simulate" not in page.evaluate(names)
    for _ in range(600):  # the page's own policy lets no wait_for_function in
        if "/assets/Explore" in page.evaluate(names):
            break
        page.wait_for_timeout(100)
    assert "/assets/Explore" in page.evaluate(names)
    assert "/api/simulate" not in page.evaluate(names)


def test_the_first_tab_leads_past_the_head(page):
    settled(page)
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.get_by_role("main")).to_be_focused()
    assert "#/" in page.url or page.url.endswith("/")


def test_the_question_mark_lists_the_keys_and_escape_gives_the_focus_back(page):
    settled(page)
    opener = page.get_by_role("button", name="Keyboard and help")
    opener.focus()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("this list")
    shot(page, "shell-help")
    assert axe(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opener).to_be_focused()


def test_light_and_dark_follow_the_system_until_one_is_chosen_and_the_choice_is_kept(open_page):
    page = settled(open_page(color_scheme="dark"))
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.get_by_label("Light or dark").select_option("light")
    light = page.evaluate(paper)
    assert light != dark
    page.reload()
    settled(page)
    assert page.evaluate(paper) == light
    page.get_by_label("Light or dark").select_option("system")
    assert page.evaluate(paper) == dark


def test_the_tour_is_shown_once_and_again_when_it_is_asked_for(open_page):
    page = settled(open_page("#/explore", tour=True))
    tour = page.get_by_role("complementary").filter(has=page.get_by_role("button", name="Skip the tour"))
    expect(tour).to_be_visible()
    shot(page, "shell-tour")
    assert axe(page) == []
    steps = 0
    while page.get_by_role("button", name="Next", exact=True).count():
        page.get_by_role("button", name="Next", exact=True).click()
        steps += 1
    assert steps == 3
    tour.get_by_role("button", name="Begin").click()
    expect(tour).to_be_hidden()
    page.reload()
    settled(page)
    page.wait_for_timeout(300)
    expect(tour).to_be_hidden()
    page.get_by_role("button", name="Keyboard and help").click()
    page.get_by_role("button", name="Show the tour again").click()
    expect(tour).to_be_visible()
    page.keyboard.press("Escape")


def test_nothing_of_the_page_needs_a_loose_policy(browser, desk):
    """The page is opened with reports of whatever the browser refused: there must be none."""
    context = browser.new_context()
    page = context.new_page()
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (e) => (window.refused ??= []).push(e.violatedDirective))"
    )
    for name in PAGES:
        page.goto(f"{desk.url}#/{name}")
        whole(page, name)
        assert page.evaluate("window.refused ?? []") == []
    context.close()


def test_the_page_is_light(open_page):
    """What the first page needs comes in under 400 kB as it crosses the wire."""
    page = open_page()
    settled(page)
    sizes = page.evaluate(
        "performance.getEntriesByType('resource').concat(performance.getEntriesByType('navigation'))"
        ".filter((e) => !e.name.includes('/api/')).map((e) => e.transferSize)"
    )
    assert 0 < sum(sizes) < 400_000
