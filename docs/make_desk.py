"""Renew the README's picture of the page: ``python docs/make_desk.py`` (needs the test extra and Chromium)."""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
PICTURE = ROOT / "docs" / "pictures" / "desk.png"
sys.path.insert(0, str(ROOT / "tests"))


def main() -> None:
    """Open the page as a newcomer does, wait for a thousand worlds, and keep what is seen."""
    from desk_browser import FLAGS, chromium, serve
    from PIL import Image
    from playwright.sync_api import sync_playwright

    served = serve()
    try:
        served.wait_until_ready()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
            page = browser.new_page(viewport={"width": 1440, "height": 1180}, reduced_motion="reduce")
            page.goto(served.url + "#/explore")
            page.get_by_text("1,000 worlds, seed").first.wait_for(timeout=60_000)
            page.get_by_role("button", name="Skip the tour").click()
            page.screenshot(path=PICTURE)
            browser.close()
        # a picture of few colours: a quarter of the bytes, and nobody sees the difference
        few = (
            Image.open(PICTURE)
            .convert("RGB")
            .quantize(96, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)
        )
        few.save(PICTURE, optimize=True)
    finally:
        served.stop()
    print(PICTURE)


if __name__ == "__main__":
    main()
