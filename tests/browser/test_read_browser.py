"""The reading page in a real browser: the text, its evidence, the code, tests made now, and a passage switched off."""

from __future__ import annotations

import re

import pytest
from desk_browser import LONG, PHONE, axe, shot

CLAIM = "II.9c-steady-not-sporadic"
SMALL = """() => [...document.querySelectorAll('main a, main button, main summary, main select, main input')]
  .map((one) => [one, one.getBoundingClientRect()])
  .filter(([_, box]) => box.width > 0 && (box.width < 24 || box.height < 24))
  .map(([one]) => one)
  .filter((one) => getComputedStyle(one).display !== 'inline')
  .map((one) => one.outerHTML.slice(0, 120))"""


def go(open_page, hash="#/read", viewport=None, **more):
    page = open_page(hash, viewport, **more)
    page.get_by_role("heading", level=1, name="The article, with its evidence").wait_for()
    page.locator("article[id='p-I.1']").wait_for()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_it_is_accessible_with_evidence_open(open_page, scheme, size):
    page = go(open_page, f"#/read?c={CLAIM}", size, color_scheme=scheme)
    page.get_by_role("button", name="Test it now").wait_for()
    shot(page, f"read-{scheme}-{'phone' if size else 'desktop'}")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(SMALL) == []


def test_all_paragraphs_stand_there_in_order_with_their_claims(open_page):
    page = go(open_page)
    ids = page.locator("article[id^='p-']").evaluate_all("all => all.map(one => one.id.slice(2))")
    assert len(ids) == 49
    assert ids[:2] == ["I.1", "I.2"]
    assert ids[-1] == "IV.7"
    assert page.get_by_role("heading", name="Sentences that no code models").is_visible()
    fidelity = page.locator("section", has=page.get_by_role("heading", name="Two ledgers, never mixed"))
    assert "96 " in fidelity.inner_text()


def test_a_link_leads_to_a_paragraph_and_the_address_follows_the_reader(open_page):
    page = go(open_page, "#/read?p=III.16")
    page.wait_for_function("document.activeElement.id === 'p-III.16'")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function("location.hash === '#/read?p=III.15'")
    page.keyboard.press("ArrowRight")
    page.wait_for_function("location.hash === '#/read?p=III.16'")
    page.get_by_role("link", name="Paragraph II.8", exact=True).click()
    page.wait_for_function("document.activeElement.id === 'p-II.8'")
    page.evaluate("location.hash = '#/read/IV.2'")  # as the glossary writes it
    page.wait_for_function("document.activeElement.id === 'p-IV.2'")


@pytest.mark.parametrize(
    "link",
    [
        "?p=<script>alert(1)</script>",
        "?c=constructor",
        "?p=%E0%A4%A",
        "/%E0%A4%A",
        "/V.1",
        "?c=" + 5000 * "x",
    ],
)
def test_a_link_that_names_nothing_is_said_in_words(open_page, link):
    page = go(open_page, f"#/read{link}")
    assert "no paragraph and no claim" in page.get_by_role("alert").inner_text()


def test_the_text_is_searched(open_page):
    page = go(open_page)
    page.keyboard.press("/")
    page.keyboard.type("fluid stream")
    page.get_by_text("One paragraph.").wait_for()
    shown = page.locator("article[id^='p-']")
    assert shown.count() == 1
    assert shown.get_attribute("id") == "p-II.8"
    page.get_by_role("button", name="Show all").click()
    assert shown.count() == 49


def test_the_evidence_stands_by_its_ledger_and_truth_apart(open_page):
    page = go(open_page)
    page.get_by_role("button", name=re.compile("Prestige trap")).click()
    fidelity, truth = page.get_by_role("region", name="Fidelity"), page.get_by_role("region", name="Truth")
    assert "What would refute it" in fidelity.inner_text()
    assert fidelity.locator("svg[role=img]").first.is_visible()
    assert "Does the passage survive the record?" in truth.inner_text()
    assert "shown" not in truth.inner_text()
    page.wait_for_function("location.hash.includes('c=II.10b-prestige-trap')")


def test_code_equations_and_numbers_are_one_click_away(open_page):
    page = go(open_page, "#/read?c=II.10b-prestige-trap")
    page.get_by_role("button", name="prestige engaged").click()
    code = page.locator(".code")
    code.locator("pre").first.wait_for()
    assert "p.prestige_engaged" in code.locator("pre").first.inner_text()
    assert code.locator("math").count() >= 1
    assert "src/kennan/model/mechanisms/crisis.py" in code.inner_text()
    assert axe(page, ".code") == []
    shot(page, "read-code")


def test_a_claim_is_tested_now(open_page):
    page = go(open_page, "#/read?c=III.9a-fear-hampers-culture")
    page.get_by_role("button", name="Test it now").click()
    fresh = page.locator(".fresh")
    fresh.wait_for(timeout=LONG)
    assert re.search(r"[\d,]+ worlds in \d+ experiments?", fresh.inner_text())
    assert fresh.locator("svg[role=img]").first.is_visible()
    shot(page, "read-fresh")


def test_a_passage_is_switched_off_and_the_odds_move(open_page):
    page = go(open_page, "#/read?p=II.9")
    passage = page.locator("article[id='p-II.9']")
    passage.get_by_role("button", name="Switch this passage off").click()
    passage.get_by_role("button", name="Switch it off").click()
    passage.get_by_text(re.compile(r"of 100 worlds end otherwise \(1,000 worlds")).wait_for(timeout=LONG)
    assert passage.locator(".off svg").first.is_visible()
    passage.get_by_text("How worlds end with the passage and without").click()
    assert passage.get_by_role("row").count() == 7
    shot(page, "read-off")
    assert axe(page) == []


def test_terms_of_the_glossary_are_explained_in_place(open_page):
    page = go(open_page, "#/read?p=II.8")
    passage = page.locator("article[id='p-II.8']")
    passage.get_by_role("button", name="fluid stream").click()
    passage.get_by_text("In the article").first.wait_for()
