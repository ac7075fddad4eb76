"""What the tests of the playing page share: games as links, and what a page shows of one."""

from __future__ import annotations

import base64
import json
import re
from typing import Any

from desk_browser import LONG, axe

OPENING = '[2,0,47,12,"model",0,[-9]]'  # Washington, nine quarters of holding course
SIXTH = '[2,1,5,3,"containment",0,[-10]]'  # Moscow, half of a short game
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
    page.locator("#play-when").wait_for(timeout=LONG)
    if quarter is not None:
        page.locator("#play-head", has_text=f"Quarter {quarter + 1} of").wait_for(timeout=LONG)


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
