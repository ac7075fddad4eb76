"""What a person waits for at the page, in a real browser: medians, beside the bounds that were set.

``python benchmarks/desk.py`` (about two minutes on two idle cores) prints a table; ``--json FILE`` keeps the figures.
Times run from the key press in the page to the frame after the charts have changed. Nothing here passes or fails:
read the last column, and the load that the machine had meanwhile, which the last line gives.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import sys
import time
import urllib.request
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from desk_browser import DESKTOP, FLAGS, Served, chromium, serve  # noqa: E402

PRESSES = 25
OPENED = 7  # times that the page is opened, and that the server is started (fewer)
STARTS = 3

WATCH = """() => {
  const foot = () => document.querySelector('[data-worlds]')
  const sliders = [...document.querySelectorAll('input[type=range]')]
  const slider = sliders.find((one) => one.labels?.[0]?.textContent === 'Force')
  window.measured = []
  let now = null
  slider.addEventListener('keydown', () => {
    now = { at: performance.now(), before: foot().dataset.digest }
    now.settled = new Promise((done) => (now.done = done))  // nothing looks again and again meanwhile
    window.measured.push(now)
  })
  const look = () => {
    if (!now || foot().dataset.digest === now.before) return
    const one = now, fine = foot().dataset.worlds === '1000'
    requestAnimationFrame(() => setTimeout(() => {
      one.first ??= performance.now() - one.at
      if (fine && !one.rest) {
        one.rest = performance.now() - one.at
        one.done()
      }
    }))
  }
  new MutationObserver(look).observe(foot(), { attributes: true })
  slider.focus()
}"""
SETTLED = "() => window.measured.at(-1).settled"
MEASURED = "() => window.measured.map(({ first, rest }) => ({ first, rest }))"
WEIGHT = """() => {
  const files = [performance.getEntriesByType('navigation')[0], ...performance.getEntriesByType('resource')]
  const own = files.filter((one) => !new URL(one.name).pathname.startsWith('/api/'))
  return own.reduce((sum, one) => sum + one.encodedBodySize, 0)
}"""


def ready(served: Served, begun: float) -> float:
    """Return the seconds from ``begun`` until the server can simulate."""
    while True:
        with urllib.request.urlopen(served.url + "api/status", timeout=10) as answer:
            if json.load(answer)["ready"]:
                return time.perf_counter() - begun
        time.sleep(0.02)


def starts() -> list[float]:
    """Return the seconds that some starts take until the server is warm, with a filled cache."""
    found = []
    for number in range(STARTS + 1):
        begun = time.perf_counter()
        served = serve()
        seconds = ready(served, begun)
        served.stop()
        found += [seconds] if number else []  # the first fills the cache
    return found


def opened(browser: Any, served: Served) -> tuple[list[float], list[float], float]:
    """Return the seconds to the levers and to the first worlds of some openings, and the bytes of the page."""
    levers, worlds, weight = [], [], 0.0
    for _ in range(OPENED):
        context = browser.new_context(viewport=DESKTOP)
        page = context.new_page()
        begun = time.perf_counter()
        page.goto(served.url, wait_until="commit")
        page.get_by_role("slider", name="Force", exact=True).wait_for()
        levers.append(time.perf_counter() - begun)
        page.locator("[data-worlds]").wait_for(timeout=60_000)
        worlds.append(time.perf_counter() - begun)
        weight = page.evaluate(WEIGHT)
        context.close()
    return levers, worlds, weight


def pressed(browser: Any, served: Served) -> tuple[list[float], list[float]]:
    """Return the milliseconds to the first redraw and to a thousand worlds, a key press each."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script("localStorage.setItem('kennan.tour', 'explore')")
    page.goto(served.url)
    page.locator('[data-worlds="1000"]').wait_for(timeout=60_000)
    page.evaluate(WATCH)
    for _ in range(PRESSES + 1):
        page.keyboard.press("ArrowLeft")
        page.evaluate(SETTLED)
        page.wait_for_timeout(150)
    found = page.evaluate(MEASURED)[1:]  # the first prepares what the others share
    page.close()
    return [one["first"] for one in found], [one["rest"] for one in found]


def dragged(browser: Any, served: Served) -> tuple[float, float]:
    """Return redraws in a second of dragging, and the milliseconds from the last key to the thousand worlds."""
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.add_init_script("localStorage.setItem('kennan.tour', 'explore')")
    page.goto(served.url + "#/explore")
    page.locator('[data-worlds="1000"]').wait_for(timeout=60_000)
    page.evaluate(WATCH)
    page.evaluate(
        "() => { window.redraws = 0; new MutationObserver(() => window.redraws++)"
        ".observe(document.querySelector('[data-worlds]'), { attributes: true, attributeFilter: ['data-digest'] }) }"
    )
    end = time.perf_counter() + 1.0
    while time.perf_counter() < end:
        page.keyboard.press("ArrowRight")
        page.wait_for_timeout(30)
    redraws = page.evaluate("window.redraws")
    page.evaluate(SETTLED)
    rest = page.evaluate(MEASURED)[-1]["rest"]
    page.close()
    return redraws, rest


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", metavar="FILE", help="keep the figures here")
    asked = parser.parse_args()
    from playwright.sync_api import sync_playwright

    warm = starts()
    served = serve()
    served.wait_until_ready()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        levers, worlds, weight = opened(browser, served)
        first, rest = pressed(browser, served)
        redraws, after = dragged(browser, served)
        browser.close()
    served.stop()
    rows = [
        ("key press on a slider to first redraw, ms", statistics.median(first), max(first), "200"),
        ("key press to 1,000 worlds at rest, ms", statistics.median(rest), max(rest), "1,500"),
        ("page opened to usable levers, s", statistics.median(levers), max(levers), "1.5"),
        ("page opened to first worlds drawn, s", statistics.median(worlds), max(worlds), ""),
        ("page, compressed, kB", weight / 1000, weight / 1000, "400"),
        ("server started to warm, cache filled, s", statistics.median(warm), max(warm), "5"),
        ("redraws in a second of dragging", redraws, redraws, ""),
        ("last key of a drag to 1,000 worlds, ms", after, after, "1,500"),
    ]
    print(f"{'':<44}{'median':>10}{'largest':>10}{'bound':>8}")
    for name, median, largest, bound in rows:
        digits = 0 if median >= 20 else 2
        print(f"{name:<44}{median:>10.{digits}f}{largest:>10.{digits}f}{bound:>8}")
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else float("nan")
    print(f"{os.cpu_count()} cores, load {load:.1f} in the last minute, {platform.platform()}")
    if asked.json:
        figures = {name: {"median": median, "largest": largest} for name, median, largest, _ in rows}
        Path(asked.json).write_text(json.dumps(figures | {"load": load}, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
