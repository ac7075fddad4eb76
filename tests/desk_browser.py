"""The page of the installed package in a real browser: a server of its own, and nothing let past unseen.

Every test fails on an error in the console, on an error of the page, and on any request to another place than
this test's server. Pictures go to ``test-output/``.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import threading
import time
import urllib.request
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
OUTPUT = ROOT / "test-output"
AXE = ROOT / "src" / "kennan" / "page" / "web" / "node_modules" / "axe-core" / "axe.min.js"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PATIENCE = (
    60_000  # milliseconds for what a page does at once on an idle machine: only a red test waits so long
)
LONG = 900_000  # milliseconds for thousands of worlds, with programs to be compiled, on a machine that has other work
READY = (
    1800  # seconds after which nobody waits any more: with programs to be compiled, however busy the machine
)


class Served:
    """A running desk."""

    def __init__(self, process: subprocess.Popen[str], url: str, arguments: list[str]):
        self.process, self.url, self.arguments = process, url, arguments
        self.said: list[str] = []

    def wait_until_ready(self) -> None:
        """Wait until it can simulate."""
        end = time.monotonic() + READY
        while time.monotonic() < end and self.process.poll() is None:
            with urllib.request.urlopen(self.url + "api/status", timeout=READY) as answer:
                if b'"ready":true' in answer.read():
                    return
            time.sleep(0.1)
        raise AssertionError(f"the desk never was ready: {self.said}")

    def stop(self) -> None:
        """Kill it, as a power cut would."""
        self.process.kill()
        self.process.wait()


def serve(*arguments: str, port: int = 0) -> Served:
    """Start the installed package's desk on a free port (or a given one) and return it as soon as it listens."""
    python = os.environ.get("KENNAN_PYTHON", sys.executable)  # of another environment: that of a wheel
    command = [python, "-m", "kennan", "serve", "--no-browser", "--port", str(port), *arguments]
    environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=environment
    )
    assert process.stdout is not None
    served = Served(process, "", list(arguments))
    for line in process.stdout:
        served.said.append(line)
        if found := re.search(r"http://localhost:\d+/", line):
            served.url = found[0]
            break
    else:
        raise AssertionError("the desk did not open: " + "".join(served.said))
    threading.Thread(target=lambda: served.said.extend(process.stdout), daemon=True).start()  # type: ignore[arg-type]
    while True:
        try:
            urllib.request.urlopen(served.url + "api/status", timeout=READY).close()
            return served
        except OSError:
            assert process.poll() is None, "the desk does not answer: " + "".join(served.said)
            time.sleep(0.05)


def chromium() -> str | None:
    """Return the system's browser, or None for Playwright's own."""
    if given := os.environ.get("KENNAN_CHROMIUM"):
        return given
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Watched:
    """What went wrong in a page besides what the test looks at."""

    def __init__(self) -> None:
        self.faults: list[str] = []
        self.allowed: list[str] = []

    def allow(self, words: str) -> None:
        """Let pass, in this test, console errors that hold these words (a server that is killed on purpose)."""
        self.allowed.append(words)

    def check(self) -> None:
        """Fail if anything went wrong."""
        found = [one for one in self.faults if not any(words in one for words in self.allowed)]
        assert not found, "\n".join(found)


def listen(page: Any, base: str, watched: Watched) -> None:
    """Note whatever must not happen in a page."""

    def console(message: Any) -> None:
        if message.type == "error":
            watched.faults.append(f"console: {message.text} {message.location.get('url', '')}")

    def request(asked: Any) -> None:
        if not asked.url.startswith((base, "data:", "blob:")):
            watched.faults.append(f"request to another place: {asked.url}")

    page.on("console", console)
    page.on("pageerror", lambda error: watched.faults.append(f"page error: {error}"))
    page.on("request", request)


def shot(page: Any, name: str, *, whole: bool = False) -> Path:
    """Keep a picture of a page as ``test-output/NAME.png``."""
    OUTPUT.mkdir(exist_ok=True)
    path = OUTPUT / f"{name}.png"
    page.screenshot(path=path, full_page=whole)
    return path


def axe(page: Any, within: str = "") -> list[str]:
    """Return what axe finds against WCAG 2.2 AA, one line a fault; an empty list is what is wanted."""
    if not AXE.is_file():
        pytest.fail("axe-core is missing: make page-tools (npm ci in src/kennan/page/web)")
    # through the debugger: the page's own policy lets no script in
    page.evaluate(AXE.read_text(encoding="utf-8") + "; undefined")
    where = repr(within) if within else "document"
    found = page.evaluate(f"axe.run({where}, {{runOnly: {WCAG!r}, resultTypes: ['violations']}})")
    return [
        f"{one['id']} ({one['impact']}): {node['html'][:120]} — {node['failureSummary'][:200]}"
        for one in found["violations"]
        for node in one["nodes"]
    ]
