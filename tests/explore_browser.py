"""What the tests of the exploring page share: when it has settled, and what it then says."""

from __future__ import annotations

import base64
import re
from typing import Any

from desk_browser import LONG

#: Twenty years in place of forty-five: a thousand worlds come in less than half the time, and all else is the same.
SHORT = "#/explore?s=" + base64.urlsafe_b64encode(b'{"v":1,"y":20}').decode().rstrip("=")
WIDE = {"width": 1440, "height": 900}
ENDS = ("general war", "break-up", "expansion", "western exhaustion", "mellowing", "stalemate")


def settled(page: Any, before: str = "") -> str:
    """Wait until a thousand worlds of another plan than ``before`` are shown; return the plan's digest."""
    foot = page.locator(f'[data-worlds="1000"]:not([data-digest="{before}"])')
    foot.wait_for(timeout=LONG)
    return foot.get_attribute("data-digest")


def shown(page: Any, digest: str) -> None:
    """Wait until worlds of this plan are shown, few or a thousand."""
    page.locator(f'[data-digest="{digest}"]').wait_for(timeout=LONG)


def force(page: Any) -> Any:
    return page.get_by_role("slider", name="Force", exact=True)


def shares(page: Any) -> dict[str, int]:
    """Return the worlds in 100 as the buttons say them; "<1" counts as none."""
    found = {}
    for name in ENDS:
        words = page.get_by_role("button", name=re.compile(rf"^\S+ {name}: ")).inner_text()
        found[name] = 0 if words.startswith("<") else int(words)
    return found
