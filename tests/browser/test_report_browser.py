"""A report, opened from disk in a real browser: it draws itself from what it carries, and asks for nothing."""

from __future__ import annotations

import itertools
import json
import re

import plots_fake
import pytest
from desk_browser import DESKTOP, PATIENCE, PHONE, axe, listen, shot

from kennan.engine.plan import Plan
from kennan.records import summary
from kennan.report import html as report

PLAN = Plan.build(policies=["containment", "charm"], seed=2**53 + 1, set={"patience": 1e-05}).to_json()


@pytest.fixture(scope="session")
def run():
    return plots_fake.run(200)


@pytest.fixture(scope="session")
def file(run, tmp_path_factory):
    path = tmp_path_factory.mktemp("report") / "report.html"
    return report.write(run, path, default_run=plots_fake.run(60, seed=3)).as_uri()


@pytest.fixture
def opened(browser, watched, file):
    """Give a function that opens the report, with no server anywhere; any request away from the file fails the test."""
    contexts = []

    def go(viewport=None, **more):
        context = browser.new_context(viewport=viewport or DESKTOP, reduced_motion="reduce", **more)
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        listen(page, file, watched)
        page.goto(file)
        page.get_by_role("heading", name="The result").wait_for()
        return page

    yield go
    for context in contexts:
        context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [None, PHONE], ids=["desktop", "phone"])
def test_it_is_accessible_and_never_wider_than_the_screen(opened, scheme, size):
    page = opened(size, color_scheme=scheme, bypass_csp=True)
    shot(page, f"report-{scheme}-{'phone' if size else 'desktop'}", whole=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_light_or_dark_is_chosen_in_the_file_and_kept(opened):
    page = opened(color_scheme="light")
    ground = "getComputedStyle(document.documentElement).backgroundColor"
    light = page.evaluate(ground)
    pick = page.get_by_role("combobox", name="Light or dark")
    assert pick.input_value() == "system"
    pick.select_option("dark")
    dark = page.evaluate(ground)
    assert dark != light
    page.emulate_media(media="print")
    assert page.evaluate(ground) == light, "paper is light"
    assert not pick.is_visible()
    page.emulate_media(media="screen")
    page.reload()
    page.get_by_role("heading", name="The result").wait_for()
    assert page.evaluate(ground) == dark
    assert pick.input_value() == "dark"
    pick.select_option("system")
    assert page.evaluate(ground) == light


def test_every_picture_says_in_words_what_it_shows(opened):
    page = opened()
    charts = page.locator("figure .chart")
    assert charts.count() >= 9
    for chart in charts.all():
        named = chart.locator("svg[role]").first.evaluate(
            "one => [one.getAttribute('aria-label'), one.getAttribute('aria-valuetext')].filter(Boolean).join(' ')"
        )
        assert len(named) > 40, named
        reading, theatres = chart.locator(".reading"), chart.locator("svg [role=button][aria-label]")
        said = named + (reading.first.inner_text() if reading.count() else "")
        said += theatres.first.get_attribute("aria-label") or "" if theatres.count() else ""
        assert re.search(r"\d", said), said


def test_headings_lead_through_it(opened):
    page = opened()
    levels = page.locator("h1, h2, h3, h4").evaluate_all("all => all.map(one => Number(one.tagName[1]))")
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in itertools.pairwise(levels))
    for link in page.get_by_role("navigation", name="Contents").get_by_role("link").all():
        assert page.locator(link.get_attribute("href")).count() == 1


def test_the_table_says_what_the_summary_says(opened, run):
    page = opened()
    found = summary.shares(run)
    table = page.get_by_role("table", name=re.compile("How the worlds stood in January 1992"))
    for policy, mine in found.items():
        cells = table.get_by_role("row", name=re.compile(f"^{policy} ")).get_by_role("cell").all_inner_texts()
        whole = summary.in_hundred([share.share for share in mine.values()])
        said = [re.match(r"<?\d+", cell)[0] for cell in cells]
        wanted = [
            "<1" if n == 0 and s.share > 0 else str(n) for n, s in zip(whole, mine.values(), strict=True)
        ]
        assert said == wanted


def test_another_policy_is_shown_and_compared(opened, run):
    page = opened()
    page.get_by_role("radio", name="withdrawal").check()
    page.get_by_label("Compared with").select_option("charm")
    assert page.get_by_role("heading", name="A hundred worlds under withdrawal").is_visible()
    assert page.get_by_role("heading", name="Against charm").is_visible()
    found = summary.shares(run)
    gap = summary.gaps(found["withdrawal"], found["charm"])[
        "expansion"
    ]  # of the numbers that the tables show
    figure = page.locator("figure").filter(has=page.get_by_role("heading", name="Against charm"))
    figure.get_by_role("button", name=re.compile("^Table")).or_(
        figure.get_by_role("button", name="Table")
    ).first.click()
    row = figure.get_by_role("row", name=re.compile("^expansion"))
    assert f"{gap:+d}".replace("-", "−") in row.inner_text()
    axis = (
        "[...document.querySelectorAll('section[aria-labelledby=years] .plot svg:not(.sign)')].map((one) =>"
    )
    axis += " [...one.querySelectorAll('text[text-anchor=end]')].map((text) => text.textContent).join(' '))"
    before = page.evaluate(axis)
    assert before
    page.get_by_role("radio", name="containment").check()
    assert page.evaluate(axis) == before, "an axis is the same for every policy of the run"


def test_a_number_says_where_it_comes_from_without_a_server(opened):
    page = opened()
    figure = page.locator("figure").filter(has=page.get_by_role("heading", name="Pressure outward"))
    figure.get_by_role("button", name=re.compile("What is this number")).click()
    window = page.get_by_role("dialog")
    assert window.get_by_role("heading", name="Pressure", exact=True).is_visible()
    assert window.locator("math").count() >= 2
    assert "seed 47" in window.inner_text()
    assert window.get_by_role("row", name=re.compile("pressure_from_confidence")).is_visible()
    shot(page, "report-provenance")
    page.keyboard.press("Escape")
    assert not window.is_visible()


def test_the_orbit_can_be_read_without_the_map(opened):
    page = opened()
    section = page.locator("section").filter(
        has=page.get_by_role("heading", name="The orbit, theatre by theatre", exact=True)
    )
    for kind in ("Equal tiles", "List", "Map"):
        section.get_by_role("radio", name=kind).check()
        assert section.locator("figure").is_visible()
    slider = section.get_by_role("slider")
    slider.focus()
    page.keyboard.press("Home")
    assert section.get_by_role("heading", name=re.compile("1947")).is_visible()


def test_the_plan_and_the_numbers_can_be_taken_along(opened):
    page = opened()
    page.get_by_text("The whole plan, as it was run").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save the plan").click()
    assert json.loads(taken.value.path().read_text(encoding="utf-8"))["policies"]
    figure = page.locator("figure").filter(has=page.get_by_role("heading", name="Frustration"))
    with page.expect_download() as taken:
        figure.get_by_role("button", name=re.compile("CSV")).click()
    text = taken.value.path().read_text(encoding="utf-8")
    assert "seed" in text
    assert text.count("\n") > 40


def test_the_plan_that_is_saved_is_the_plan_of_the_run_to_the_byte(browser, run, tmp_path):
    path = report.write(run.assign_attrs(plan=PLAN), tmp_path / "report.html")
    page = browser.new_page()
    page.goto(path.as_uri())
    page.get_by_text("The whole plan, as it was run").click()
    assert '"seed": 9007199254740993' in page.locator("details pre").inner_text()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Save the plan").click()
    assert taken.value.path().read_bytes() == PLAN.encode()
    page.close()


def test_without_scripts_the_result_is_there_in_words(browser, file):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(file)
    assert page.get_by_role("heading", level=1, name="What became of Soviet power").is_visible()
    assert page.get_by_role("table").get_by_role("row").count() == 6
    context.close()


def test_it_prints_without_its_controls(opened):
    page = opened()
    page.emulate_media(media="print")
    assert not page.get_by_role("radio", name="withdrawal").is_visible()
    assert page.locator(".dots .number").first.is_visible()
    shot(page, "report-print", whole=True)
