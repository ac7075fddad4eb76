"""The report: one file, whole in itself, whose numbers are those of the run's summaries."""

import base64
import json
import re
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest

from kennan import scenarios
from kennan.faults import BadInput
from kennan.page import built
from kennan.records import summary
from kennan.records.summary import OUTCOMES
from kennan.report import data as report_data
from kennan.report import html as report
from kennan.report import words as report_words

sys.path.insert(0, str(Path(__file__).parents[1]))
import plots_fake
import records_fake

VOID = {"meta", "img", "br", "hr", "link", "input"}
DATA_TS = built.WEB / "src" / "report" / "data.ts"


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

    def handle_startendtag(self, tag, attrs):
        assert tag in VOID
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.words.append(data)

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def run():
    return plots_fake.run(80, years=20)


@pytest.fixture(scope="module")
def text(run):
    return report.page(run, default_run=plots_fake.run(30, years=20, seed=3))


@pytest.fixture(scope="module")
def page(text):
    return Page(text)


@pytest.fixture(scope="module")
def data(text):
    return report.carried(text)


def plain(text):
    return text[text.index('<div id="plain">') : text.index('<script type="text/plain"')]


# ---- the file


def test_nothing_is_asked_of_the_network(text, page):
    assert all("src" not in attrs for attrs in page.all("script"))
    assert not page.all("link") + page.all("img") + page.all("iframe")
    for sheet in re.findall(r"<style>.*?</style>", text, re.DOTALL):
        assert not re.search(r"url\((?!data:)|@import", sheet)
    (policy,) = [m["content"] for m in page.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert policy.startswith("default-src 'none';")  # so that the browser itself lets nothing out
    assert "http" not in policy


def test_without_scripts_the_result_is_told_in_plain_words(text):
    page = Page(plain(text))
    assert [tag for tag, _ in page.tags if re.fullmatch(r"h[1-6]", tag)] == ["h1"]
    assert len(page.all("table")) == 1
    assert all(th.get("scope") in ("row", "col") for th in page.all("th"))
    said = " ".join(page.words)
    assert "Under containment, Soviet power ended in mellowing" in said
    assert "How the worlds stood in January 1967" in said
    assert "On the same luck" in said


def test_rows_of_the_table_add_up_to_100(text):
    rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", plain(text))
    assert len(rows) == 5
    for row in rows:
        numbers = re.findall(r"<td>(?:&lt;)?(\d+) \(", row)
        assert len(numbers) == 6
        assert sum(int(n) for n in numbers if "&lt;" not in row) in (99, 100)


def test_the_page_names_its_language_and_follows_the_readers_light_and_dark(text, page):
    assert page.all("html")[0]["lang"].startswith("en")
    assert "light-dark(" in text
    assert [m for m in page.all("meta") if m.get("name") == "color-scheme"]


def test_five_policies_over_45_years_stay_below_600_kb(tmp_path):
    path = report.write(
        plots_fake.run(300), tmp_path / "report.html", default_run=plots_fake.run(100, seed=3)
    )
    assert path.stat().st_size < 600_000


def test_the_file_is_replaced_in_one_step_and_always_the_same(tmp_path):
    ds = plots_fake.run(50, years=5)
    path = tmp_path / "report.html"
    path.write_text("old", encoding="utf-8")
    assert report.write(ds, path) == path
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


@pytest.mark.parametrize("held", [None, "<html><title>A run of kennan</title></html>"])
def test_a_missing_or_strange_template_is_said_in_words(tmp_path, monkeypatch, held):
    template = tmp_path / "page.html"
    if held is not None:
        template.write_text(held, encoding="utf-8")
    monkeypatch.setattr(report, "TEMPLATE", template)
    with pytest.raises(BadInput) as error:
        report.write(plots_fake.run(3, years=2), tmp_path / "report.html")
    (fault,) = error.value.faults
    assert str(template) in fault.where
    assert "--no-report" in fault.do
    assert not (tmp_path / "report.html").exists()


def test_names_from_a_file_cannot_break_the_page():
    ds = plots_fake.run(5, years=2, policies=("charm",)).assign_coords(policy=['<b>&"x</script><script>1'])
    ds.attrs["title"] = "</title><script>"
    before, page = Page(report.template()), Page(report.page(ds))
    assert len(page.all("script")) == len(before.all("script"))
    assert not page.all("b")
    assert report.carried(report.page(ds))["policies"][0]["name"] == '<b>&"x</script><script>1'


def test_a_file_that_is_no_report_is_refused():
    with pytest.raises(BadInput, match="no report of kennan"):
        report.carried(report.template())


# ---- what it carries


def test_the_data_holds_result_reading_plan_and_passages(data, run):
    assert data["headline"].startswith("Under containment, Soviet power ended in mellowing")
    assert data["drawn"] is True
    assert dict(data["run"])["Checksum of results"]
    assert dict(data["run"])["Default run beside it"].startswith("30 worlds")
    assert "III.6" in {p["id"] for p in data["passages"]}
    assert data["plan"] == run.attrs["plan"]  # letter by letter
    assert data["definitions"]


def test_the_built_page_reads_the_data_that_is_written(data):
    source = DATA_TS.read_text(encoding="utf-8")
    (version,) = re.findall(r"export const VERSION = (\d+)", source)
    assert int(version) == report_data.VERSION == data["v"]
    body = source[source.index("export interface RunData") : source.index("/** One number's provenance")]
    assert set(re.findall(r"^  (\w+):", body, re.MULTILINE)) == set(data)


def test_endings_and_differences_are_those_of_the_summary(run, data):
    found = summary.shares(run)
    for policy, mine in found.items():
        for outcome in OUTCOMES:
            share = mine[outcome]
            assert data["outcomes"][policy][outcome] == pytest.approx(
                (share.share, share.low, share.high), abs=1e-5
            )
    gap = summary.paired_difference(run, "expansion", "withdrawal", "containment")
    told = data["differences"]["containment"]["withdrawal"]["expansion"]
    assert told == pytest.approx((gap.difference, gap.low, gap.high), abs=1e-5)
    back = data["differences"]["withdrawal"]["containment"]["expansion"]
    assert back[0] == -told[0]


def test_lines_over_time_are_those_of_the_summary(run, data):
    steps = run.sizes["month"] // 3 + 1
    for policy in data["fans"]:
        for quantity, packed in data["fans"][policy].items():
            fan = report_data.unpacked(packed).reshape(6, steps)
            medians = list(summary.medians(run, quantity, policy).values())
            room = (packed["to"] - packed["from"]) / 60_000
            np.testing.assert_allclose(fan[2, ::4], medians, atol=room)
            own = run[quantity].sel(policy=policy).isel(world=0, month=slice(None, None, 3)).values
            np.testing.assert_allclose(fan[5], own, atol=room)
            assert (np.diff(fan[:5], axis=0) >= 0).all()  # quantiles in their order


def test_the_orbit_is_that_of_the_picture(run, data):
    from kennan.plots.orbit import share_in_orbit

    for policy in data["orbit"]["shares"]:
        raw = np.frombuffer(base64.b64decode(data["orbit"]["shares"][policy]), np.uint8)
        table = raw.reshape(len(data["orbit"]["years"]), len(data["orbit"]["theatres"])) / report_data.FULL
        for place, year in enumerate(data["orbit"]["years"]):
            np.testing.assert_allclose(table[place], share_in_orbit(run, policy, year), atol=0.0026)


def test_the_record_is_carried_where_there_is_one(run, data):
    from kennan.reading.recorded import recorded

    points = recorded(("orbit",), scenarios.load(scenarios.ARTICLE))["series"]["orbit"]["points"]
    assert list(data["record"]) == ["orbit"]
    assert data["record"]["orbit"]["source"]
    told = [tuple(point) for point in data["record"]["orbit"]["points"]]
    assert told == [tuple(round(float(p[k]), 5) for k in ("year", "value", "low", "high")) for p in points]
    other = run.assign_attrs(plan=json.dumps({"scenario": "another"}))
    assert report_data.data(other)["record"] == {}


def test_a_record_that_cannot_be_read_does_not_spoil_a_report(run, monkeypatch, tmp_path):
    monkeypatch.setenv("KENNAN_RECORD", str(tmp_path / "nowhere"))
    assert report_data.data(run)["record"] == {}


def test_what_stands_in_the_last_january_is_how_the_worlds_ended(run, data):
    years = data["standing"]["years"]
    for policy, mine in summary.shares(run).items():
        table = report_data.unpacked(data["standing"]["shares"][policy]).reshape(6, years)
        np.testing.assert_allclose(table.sum(axis=0), 1, atol=1e-3)
        np.testing.assert_allclose(table[:, -1], [mine[o].share for o in OUTCOMES], atol=1e-3)


def test_numbers_survive_being_packed():
    values = np.array([[0.0, 1.5], [np.nan, -3.25]])
    packed = report_data.packed(values)
    np.testing.assert_allclose(report_data.unpacked(packed), values.ravel(), atol=1e-4)
    assert report_data.unpacked(report_data.packed([2.5, 2.5])).tolist() == [2.5, 2.5]
    assert np.isnan(report_data.unpacked(report_data.packed([np.nan]))).all()


def test_every_number_says_where_it_comes_from(data):
    kept = data["provenance"]
    asked = {*data["quantities"], "theatre_in_orbit", *(f"outcome:{name}" for name in OUTCOMES)}
    assert set(kept["items"]) == asked
    for item in kept["items"].values():
        assert set(item["parameters"]) <= set(kept["parameters"])
        assert set(item["passages"]) <= set(kept["said"])
        assert set(item["claims"]) <= set(kept["claims"])
        assert all(formula[3] < len(kept["formulas"]) for formula in item["formulas"])
        assert item["formulas"]


def test_a_report_says_which_mechanisms_stood_beside_the_articles(run):
    assert "Beside the article" not in dict(report_words.plan_rows(run, None))
    ours = run.assign_attrs(plan=json.dumps({"extensions": [{"name": "market", "files": {}}]}))
    assert dict(report_words.plan_rows(ours, None))["Beside the article"] == "market"


def test_where_numbers_come_from_is_told_in_the_words_of_the_world(run):
    tell = scenarios.load(scenarios.SMALL).words.tell
    plan = {"scenario": scenarios.plain(scenarios.choose(scenarios.SMALL))}
    kept = report_data.provenance(["crisis_level", "unity"], run.assign_attrs(plan=json.dumps(plan)))
    ours = report_data.provenance(["crisis_level", "unity"], run)
    said = {name: one["sentence"] for name, one in kept["parameters"].items()}
    assert said == {name: tell(one["sentence"]) for name, one in ours["parameters"].items()}
    assert not any(re.search("Kremlin|Moscow|Western|Soviet", one) for one in said.values())
    assert any(
        re.search("Kremlin|Moscow|Western|Soviet", one["sentence"]) for one in ours["parameters"].values()
    )


def test_a_quantity_of_another_version_is_shown_without_its_provenance(run):
    older = run.rename(orbit="orbit_of_old")
    assert "orbit_of_old" not in report_data.provenance(["orbit_of_old", "pressure"], older)["items"]


def test_a_poor_run_gives_a_shorter_report():
    """One world, one policy, nothing recorded but the endings, and no plan."""
    ds = plots_fake.run(1, years=2, policies=("charm",))
    ds = ds[["ending", "reached", "left"]].assign_coords(month=ds["month"])
    ds.attrs = {}
    poor = report.carried(report.page(ds))
    assert poor["plates"] == []
    assert poor["orbit"] is None
    assert poor["beside"] is None
    assert poor["headline"].startswith("In the one world that was run")


def test_a_run_on_disk_is_reported_as_it_was_kept(tmp_path):
    """Opened lazily, with theatres that the map does not know, ending in a February."""
    import kennan.records.dataset as dataset

    ds = dataset.open(records_fake.complete(tmp_path / "run"))
    text = report.write(ds, tmp_path / "report.html").read_text(encoding="utf-8")
    assert "How the worlds stood in February 1949" in text
    data = report.carried(text)
    assert data["identity"]["checksum"] == ds.attrs["checksum"]
    assert [plate[0] for plate in data["plates"]] == ["orbit", "pressure"]
    assert len(report_data.unpacked(data["fans"]["containment"]["orbit"])) == 6 * 9


def test_the_data_is_what_json_can_hold(data):
    json.dumps(data, allow_nan=False)


# ---- its words


def test_the_headline_names_the_largest_difference():
    ds = plots_fake.run(400, years=2)
    said = report_words.contrast(ds, summary.shares(ds))
    assert re.match(
        r"On the same luck, withdrawal in its place ends in expansion in \d+ more worlds of 100", said
    )
    alone = ds.isel(policy=[0])
    assert report_words.contrast(alone, summary.shares(alone)) == ""


def test_passages_stand_in_the_order_of_the_article():
    found = [row[0] for row in report_words.passages(plots_fake.run(2, years=2))]
    assert found.index("I.8") < found.index("II.3") < found.index("II.9") < found.index("III.1")
