"""The page of the installed package in a real browser: a server of its own, and nothing let past unseen.

Every test fails on an error in the console, on an error of the page, and on any request to another place than
its server. Helpers that are no fixtures stand in ``tests/desk_browser.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desk_browser import DESKTOP, FLAGS, PATIENCE, PHONE, Served, Watched, chromium, listen, serve
from explore_browser import SHORT, WIDE, settled
from play_browser import desk as desk_of_game
from play_browser import link


@pytest.fixture(scope="session")
def desk() -> Iterator[Served]:
    """Give the desk that all tests of a process share; those that kill or fill one start their own."""
    served = serve()
    served.wait_until_ready()
    yield served
    served.stop()


@pytest.fixture(
    scope="module"
)  # while Playwright runs, no test of the same process can have a loop of its own
def browser() -> Iterator[Any]:
    """Give the browser: the system's, or Playwright's own."""
    from playwright.sync_api import Error, expect, sync_playwright

    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        path = chromium()
        if path is None and not Path(playwright.chromium.executable_path).is_file():
            pytest.fail("no Chromium: python tests/install_chromium.py finds or installs one")
        try:
            started = playwright.chromium.launch(executable_path=path, args=FLAGS)
        except Error as error:
            pytest.fail(f"Chromium ({path or 'of Playwright'}) does not start: {error}")
        yield started
        started.close()


@pytest.fixture
def watched() -> Iterator[Watched]:
    """Give the list of what went wrong; the test fails at its end if there is anything."""
    made = Watched()
    yield made
    made.check()


@pytest.fixture
def open_page(browser, desk, watched) -> Iterator[Any]:
    """Give a function that opens a new page: ``open_page("#/read", PHONE, color_scheme="dark")``."""
    contexts = []

    def opened(
        hash: str = "",
        viewport: dict[str, int] | None = None,
        *,
        at: str = "",
        tour: bool = False,
        **more: Any,
    ) -> Any:
        base = at or desk.url
        context = browser.new_context(viewport=viewport or DESKTOP, reduced_motion="reduce", **more)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        if not tour:
            seen = "explore play read class"
            context.add_init_script(f"try {{ localStorage.setItem('kennan.tour', '{seen}') }} catch {{}}")
        page = context.new_page()
        listen(page, base, watched)
        page.goto(base + hash)
        return page

    def close() -> None:
        while contexts:
            contexts.pop().close()

    opened.close = close  # for whoever takes away what the pages ask for
    yield opened
    close()


@pytest.fixture
def page(open_page) -> Any:
    """Give a page of a desktop's size, at its beginning."""
    return open_page()


@pytest.fixture
def phone(open_page) -> Any:
    """Give a page of a phone's size, at its beginning."""
    return open_page(viewport=PHONE, has_touch=True, is_mobile=True)


@pytest.fixture
def explore(open_page, request) -> Any:
    """Give the exploring page with its thousand worlds: of twenty years, or marked ``as_it_opens`` of all."""
    made = open_page("#/explore" if request.node.get_closest_marker("as_it_opens") else SHORT, WIDE)
    settled(made)
    return made


@pytest.fixture(scope="module")
def explore_once(browser, desk) -> Iterator[Any]:
    """Give one exploring page with its thousand worlds to all tests of a file that leave it as it is."""
    watched = Watched()
    context = browser.new_context(viewport=WIDE, reduced_motion="reduce")
    context.set_default_timeout(PATIENCE)
    context.add_init_script("try { localStorage.setItem('kennan.tour', 'explore') } catch {}")
    made = context.new_page()
    listen(made, desk.url, watched)
    made.goto(desk.url + "#/explore")
    settled(made)
    yield made
    context.close()
    watched.check()


@pytest.fixture
def open_game(open_page) -> Callable[..., Any]:
    """Give a function that opens the desk of a game."""

    def opened(game: str, *arguments: Any, more: str = "", **options: Any) -> Any:
        made = open_page(link(game, more), *arguments, **options)
        desk_of_game(made)
        return made

    return opened
