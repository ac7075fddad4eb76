"""Explore, asked in a hurry: what is not yet known is named, nothing set is forgotten, nothing queues."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

import pytest
from desk_browser import shot
from explore_browser import WIDE, force, settled, shown

HOLD = """(() => {
  const real = window.fetch
  window.fetch = async (where, init) => {
    const response = await real(where, init)
    if (!window.held || !String(where).includes('/api/simulate')) return response
    const reader = response.body.pipeThrough(new TextDecoderStream()).getReader()
    const free = new Promise((go) => (window.release = go))
    let rest = ''
    let first = false
    const body = new ReadableStream({
      async pull(to) {
        const { value, done } = await reader.read()
        if (done) return to.close()
        const lines = (rest + value).split('\\n')
        rest = lines.pop()
        for (const line of lines) {
          if (first) await free
          first ||= line.includes('"part"')
          to.enqueue(new TextEncoder().encode(line + '\\n'))
        }
      },
      cancel: () => reader.cancel(),
    })
    return new Response(body, { status: response.status, headers: response.headers })
  }
})()"""


def test_what_is_not_yet_known_stands_apart_and_is_named(open_page):
    """The first years of what is set, and later years of the run before, are never one line."""
    page = open_page("", WIDE)
    page.add_init_script(HOLD)
    page.goto(page.url.split("#")[0] + "?held#/explore")
    before = settled(page)
    page.evaluate("window.held = true")
    page.get_by_label("Force, as a number").fill("0.2391")  # what no other test has asked for
    page.get_by_label("Force, as a number").press("Enter")
    page.locator(".seam-name").first.wait_for()
    assert page.locator(".plot .seam-name").count() == 5
    assert set(page.locator(".seam-name").all_text_contents()) == {"before this move →"}
    ends = "(path) => [...path.getAttribute('d').matchAll(/[ML](-?[\\d.]+),/g)].map((m) => +m[1])"
    for plot in page.locator(".plot").all():
        seam = float(plot.locator(".seam").get_attribute("x1"))
        reach = [
            plot.locator(name).first.evaluate(ends) for name in ("svg:not(.sign) .median", ".former .line")
        ]
        assert max(reach[0]) == pytest.approx(seam, abs=0.2), "a line ends where nothing more is known"
        assert max(reach[1]) > seam + 100, "the run before goes on, apart"
        assert plot.locator(".now").count() == 0
    assert "1962 Q1: not yet known; before this move" in page.locator(".reading").first.inner_text()
    assert (
        page.get_by_role("heading", name=re.compile("What became")).inner_text().endswith("before this move")
    )
    assert page.get_by_text("1962, before this move", exact=True).is_visible()
    assert "before this move, of 100 worlds" in page.locator(".ends .reading").inner_text()
    page.get_by_role("slider", name=re.compile("^Time")).press("Home")
    assert page.get_by_text("1947", exact=True).first.is_visible()  # what is known is told as ever
    assert page.locator(".reading").first.inner_text().startswith("1947 Q1: median")
    shot(page, "explore-not-yet-known", whole=True)
    page.evaluate("window.release()")
    settled(page, before)
    assert page.locator(".seam, .former").count() == 0
    assert page.get_by_text("before this move").count() == 0


def addressed(page: Any, **wanted: Any) -> str:
    """Wait until the address holds this; return it."""
    for _ in range(200):
        text = page.url.partition("?s=")[2]
        held = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) or b"{}")
        if all(held.get(name) == value for name, value in wanted.items()):
            return page.url
        page.wait_for_timeout(50)
    raise AssertionError(f"{held} is not {wanted}")


def test_explore_does_not_forget(explore):
    """Levers, undo, pin, theatre, world, charts and address: after another page, the browser's back, and a reload."""
    explore.get_by_role("button", name="Pin this run").click()
    first = settled(explore)
    explore.get_by_label("Force, as a number").fill("0.7")
    explore.get_by_label("Force, as a number").press("Enter")
    second = settled(explore, first)
    explore.get_by_label("Threats and bluster, as a number").fill("0.35")
    explore.get_by_label("Threats and bluster, as a number").press("Enter")
    explore.get_by_label("Theatre", exact=True).select_option("GRE")
    explore.get_by_role("button", name="More charts").click()
    explore.get_by_label("Lay the record over the charts").uncheck()
    explore.get_by_label("Show one world at a time").check()
    explore.get_by_role("tab", name="Equal tiles").click()
    third = settled(explore, second)
    wanted = {
        "l": {"level": 0.7, "tone": 0.35},
        "th": "GRE",
        "w": 0,
        "see": {"r": 0, "m": 1, "t": "tiles", "l": 1},
    }
    address = addressed(explore, **wanted)

    def as_before() -> None:
        assert settled(explore) == third
        assert force(explore).input_value() == "0.7"
        assert explore.get_by_role("heading", name=re.compile("^Greece")).is_visible()
        assert explore.get_by_text("Pinned: Containment").is_visible()
        assert explore.get_by_role("button", name="Fewer charts").is_visible()
        assert not explore.get_by_label("Lay the record over the charts").is_checked()
        assert explore.get_by_label("World number").input_value() == "0"
        assert explore.get_by_role("tab", name="Equal tiles").get_attribute("aria-selected") == "true"
        assert explore.url == address

    pages = explore.get_by_role("navigation", name="Pages")
    pages.get_by_role("link", name="Read").click()
    explore.locator("article[id='p-I.1']").wait_for()
    pages.get_by_role("link", name="Explore").click()
    as_before()
    explore.go_back()
    explore.locator("article[id='p-I.1']").wait_for()
    explore.evaluate("location.hash = '#/explore'")  # the bare address
    as_before()
    explore.go_back()
    explore.go_forward()
    as_before()
    explore.keyboard.press("Control+z")
    assert settled(explore, third) == second
    explore.keyboard.press("Control+z")
    assert settled(explore, second) == first
    explore.keyboard.press("Control+Shift+z")
    explore.keyboard.press("Control+Shift+z")
    shown(explore, third)
    assert addressed(explore, **wanted) == address
    explore.reload()
    as_before()


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
