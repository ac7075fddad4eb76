"""The report: one file, whole in itself, that says in words what its pictures show."""

import base64
import re
import sys
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from kennan.desk import report, report_words

sys.path.insert(0, str(Path(__file__).parents[1]))
import plots_fake
import records_fake

VOID = {"meta", "img", "br", "hr", "link", "input"}


class Page(HTMLParser):
    """Reads a page and keeps what the tests ask for; stops at tags that do not close in order."""

    def __init__(self, text):
        super().__init__()
        self.open, self.tags, self.words = [], [], []
        self.feed(text)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def text():
    return report.page(plots_fake.run(80, years=20), default_run=plots_fake.run(30, years=20, seed=3))


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


def images(page):
    return [base64.b64decode(i["src"].partition("base64,")[2]).decode() for i in page.all("img")]


def test_nothing_is_asked_of_the_network(text, page):
    assert not page.all("script")
    assert not page.all("link")
    assert not re.search(r"https?://|url\(|@import", text)
    for image in images(page):
        assert not re.search(r"(?<!xmlns=\")(?<!xmlns:xlink=\")https?://", image)
    assert all(i["src"].startswith("data:") for i in page.all("img"))


def test_every_picture_says_in_words_what_it_shows(page):
    assert len(page.all("img")) == 6
    for image in page.all("img"):
        assert len(image["alt"]) > 60
        assert re.search(r"\d", image["alt"])
        assert {"width", "height"} <= image.keys()


def test_the_page_can_be_walked_by_its_headings_and_tables(page):
    assert page.all("html")[0]["lang"] == "en-GB"
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)]
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert all(th.get("scope") in ("row", "col") for th in page.all("th"))
    ids = [attrs["id"] for _, attrs in page.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = {attrs["aria-labelledby"] for _, attrs in page.tags if "aria-labelledby" in attrs}
    assert named <= set(ids)


def test_the_page_follows_the_readers_light_and_dark(text):
    assert "prefers-color-scheme: dark" in text
    for theme in re.findall(r"--ink: (#\w+); --soft: (#\w+); --rule: #\w+; --paper: (#\w+)", text):
        from test_plots_unit import contrast

        assert contrast(theme[0], theme[2]) >= 7
        assert contrast(theme[1], theme[2]) >= 4.5


def test_the_page_holds_result_reading_plan_and_passages(text):
    for words in (
        "Under containment, Soviet power ended in mellowing",
        "Against containment",
        "How to read this",
        "prior predictive",
        "With every number at its median",
        "Checksum of results",
        "The passages it rests on",
        "III.6",
        "The whole plan",
    ):
        assert words in text
    assert "$" not in text


def test_rows_of_the_table_add_up_to_100(text):
    table = text[text.index("<table") : text.index("</table>")]
    for row in re.findall(r"<tr><th scope=\"row\">.*?</tr>", table):
        numbers = re.findall(r"<(?:b|span class=\"part\")>(?:&lt;)?(\d+)<", row)
        assert len(numbers) == 6
        assert sum(int(n) for n in numbers if "&lt;" not in row) in (99, 100)


def test_the_file_is_small_and_replaced_in_one_step(tmp_path):
    ds = plots_fake.run(50)
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    assert report.write(ds, path) == path
    assert path.stat().st_size < 2_500_000
    assert path.read_text(encoding="utf-8") == report.page(ds)  # and the same run gives the same page
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_failed_report_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    monkeypatch.setattr(
        Path, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device"))
    )
    with pytest.raises(ValueError, match="No space left"):
        report.write(plots_fake.run(3, years=2, policies=("charm",)), path)
    assert path.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.html"]


def test_a_poor_run_gives_a_shorter_report():
    """One world, one policy, nothing recorded but the endings, and no plan."""
    ds = plots_fake.run(1, years=2, policies=("charm",))
    ds = ds[["ending", "reached", "left"]].assign_coords(month=ds["month"])
    ds.attrs = {}
    poor = Page(report.page(ds))
    assert len(poor.all("img")) == 2
    assert "In the one world that was run" in " ".join(poor.words)


def test_a_run_on_disk_is_reported_as_it_was_kept(tmp_path):
    """Opened lazily, with theatres that the map does not know, ending in a February."""
    import kennan.records.dataset as dataset

    ds = dataset.open(records_fake.complete(tmp_path / "run"))
    text = report.write(ds, tmp_path / "report.html").read_text(encoding="utf-8")
    assert "How the worlds stood in February 1949" in text
    assert ds.attrs["checksum"] in text
    assert len(Page(text).all("img")) == 5


def test_names_from_a_file_cannot_break_the_page():
    ds = plots_fake.run(5, years=2, policies=("charm",)).assign_coords(policy=['<b>&"x'])
    ds.attrs["title"] = "</title><script>"
    assert not Page(report.page(ds)).all("script")


def test_the_headline_names_the_largest_difference():
    ds = plots_fake.run(400, years=2)
    from kennan.records import summary

    said = report_words.contrast(ds, summary.shares(ds))
    assert re.match(
        r"On the same luck, withdrawal in its place ends in expansion in \d+ more worlds of 100", said
    )
    alone = ds.isel(policy=[0])
    assert report_words.contrast(alone, summary.shares(alone)) == ""


def test_signs_and_small_numbers_are_said_as_people_read_them():
    assert [report_words.signed(x) for x in (0.126, -0.126, 0.001)] == ["+13", "−13", "0"]
    assert report_words.number(0.002, 0) == "<1"
    assert report_words.number(0.0, 0) == "0"


def test_passages_stand_in_the_order_of_the_article():
    found = [row[0] for row in report_words.passages(plots_fake.run(2, years=2))]
    assert found.index("I.8") < found.index("II.3") < found.index("II.9") < found.index("III.1")
