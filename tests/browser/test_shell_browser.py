"""The frame around every page: it opens, goes from page to page, and says when the desk is gone."""

from __future__ import annotations

import pytest
from desk_browser import axe, shot

PAGES = ("explore", "play", "read", "class")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_every_page_is_accessible(open_page, name, scheme):
    page = open_page(f"#/{name}", color_scheme=scheme)
    page.get_by_role("main").get_by_role("heading", level=1).first.wait_for()
    shot(page, f"shell-{name}-{scheme}")
    assert axe(page) == []
