"""The pages that are made are current, their equations are those of the code, and the site builds without the network.

What these tests drive is the real thing: the code of every mechanism is read again, and MkDocs builds every page.
"""

from __future__ import annotations

import ast
import os
import re
import runpy
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
MECHANISMS = HOUSE / "src" / "kennan" / "model" / "mechanisms"
STEMS = sorted(path.stem for path in MECHANISMS.glob("*.py") if path.stem != "__init__")
RENEW = "what the page is made from has changed: make pages, then commit"

sys.path.insert(0, str(DOCS))
from making import modules  # noqa: E402

from kennan.reading import equations, latex  # noqa: E402


def made(script: str) -> dict:
    return runpy.run_path(str(DOCS / f"make_{script}.py"))


# ---- what is made is current


def test_a_changed_line_of_code_changes_the_page(monkeypatch):
    """Equations are read from the code whenever a page is made: a page says so as soon as it is behind."""
    code = (MECHANISMS / "frustration.py").read_text(encoding="utf-8")
    changed = code.replace("s.resisted * jnp", "2.0 * s.resisted * jnp")
    assert changed != code
    theory = made("theory")["page"]
    assert theory("frustration") == (DOCS / "theory" / "frustration.md").read_text(encoding="utf-8")
    modules.load.cache_clear()
    with monkeypatch.context() as patch:
        patch.setattr(equations, "source", lambda module: changed)
        behind = theory("frustration")
    modules.load.cache_clear()
    assert behind != (DOCS / "theory" / "frustration.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("stem", STEMS)
def test_nothing_generated_stands_in_a_mechanism(stem):
    code = (MECHANISMS / f"{stem}.py").read_text(encoding="utf-8")
    assert re.findall(r"\\(?:text|frac)|docs/make_", code) == []


def test_every_mechanism_has_its_page_and_every_page_is_current():
    wanted = made("theory")["pages"]()
    assert {f"{stem}.md" for stem in STEMS} | {"index.md"} == set(wanted)
    assert set(wanted) == {path.name for path in (DOCS / "theory").glob("*.md")}
    behind = [n for n, text in wanted.items() if (DOCS / "theory" / n).read_text(encoding="utf-8") != text]
    assert behind == [], RENEW


def test_the_odd_description_is_current():
    assert (DOCS / "explanation" / "odd.md").read_text(encoding="utf-8") == made("odd")["page"](), RENEW


def test_the_list_of_claims_that_cannot_be_tested_is_current():
    text = (DOCS / "explanation" / "cannot_be_tested.md").read_text(encoding="utf-8")
    assert made("untested")["renewed"](text) == text, RENEW


# ---- the equations, the numbers and the registers


def registered() -> set[str]:
    from kennan.model import inputs, parameters, quantities

    levers = {f"lever.{name}" for name in inputs.LEVERS}
    places = set(inputs.TABLES) | set(inputs.THROUGH_PLACE) | {"prize_for_effort"}
    return set(quantities.load()) | set(parameters.load()) | levers | places


@pytest.mark.parametrize("stem", STEMS)
def test_equations_name_only_what_exists(stem):
    """A name in an equation is in a register, or is a local value that the file's own code sets."""
    tree = ast.parse((MECHANISMS / f"{stem}.py").read_text(encoding="utf-8"))
    local = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)}
    local |= {n.arg for n in ast.walk(tree) if isinstance(n, ast.arg)}
    local |= {n.name.strip("_") for n in ast.walk(tree) if isinstance(n, ast.FunctionDef)}
    keys = {n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and isinstance(n.value, str)}
    records = {f"{owner}.{key}" for owner in ("mind", "mood") for key in keys}
    equations = " ".join(line for lines in modules.load(stem).equations.values() for line in lines)
    found = set(latex.names_in(re.sub(r"[uz]_\{\\text\{\w+\}\}", "", equations)))
    assert found - registered() - local - records == set()
    from kennan.model import chance

    assert set(re.findall(r"[uz]_\{\\text\{(\w+)\}\}", equations)) <= set(chance.DECLARED)


@pytest.mark.parametrize("stem", STEMS)
def test_every_number_is_in_an_equation_or_said_to_enter_elsewhere(stem):
    from kennan.model import parameters

    page = (DOCS / "theory" / f"{stem}.md").read_text(encoding="utf-8")
    shown = made("theory")["equation_names"](stem)
    listed = set(re.findall(r"^\* `(\w+)`: in \S", page, re.MULTILINE))
    own = {name for name, p in parameters.load().items() if p.file == stem}
    assert own - shown - listed == set()
    assert not listed & shown


def test_what_a_page_says_is_written_is_what_the_steps_return():
    from kennan.model import links

    for stem in STEMS:
        page = (DOCS / "theory" / f"{stem}.md").read_text(encoding="utf-8")
        table = page.partition("It writes:")[2].partition("It reads")[0]
        wanted = {name for step in modules.load(stem).steps for name in links.steps()[step].writes}
        assert set(re.findall(r"^\| `(\w+)` \|", table, re.MULTILINE)) == wanted


# ---- the site


def build(site: Path, *, docs: Path | None = None) -> subprocess.CompletedProcess[str]:
    config = HOUSE / "mkdocs.yml"
    if docs is not None:
        text = config.read_text(encoding="utf-8").replace("docs_dir: docs", f"docs_dir: {docs}")
        text = text.replace("- docs/build_site.py", f"- {DOCS / 'build_site.py'}")
        config = docs.parent / "mkdocs.yml"
        config.write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "-f", str(config), "-d", str(site)]
    environment = {**os.environ, "NO_MKDOCS_2_WARNING": "1"}
    return subprocess.run(command, capture_output=True, text=True, env=environment)


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    done = build(folder)
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return folder


def test_every_page_is_on_the_site_and_in_its_navigation(site):
    home = (site / "index.html").read_text(encoding="utf-8")
    pages = {path.relative_to(DOCS).with_suffix(".html").as_posix() for path in DOCS.rglob("*.md")}
    assert {page for page in pages if not (site / page).is_file()} == set()
    navigation = set(re.findall(r'<a href="([^"#]+)" class="md-nav__link', home))
    assert pages - {"index.html"} - navigation == set()


def test_no_page_is_in_the_navigation_twice():
    entries = runpy.run_path(str(DOCS / "build_site.py"))["navigation"](
        (DOCS / "index.md").read_text(encoding="utf-8")
    )
    listed = [
        path
        for entry in entries[1:]
        for section in entry.values()
        for row in section
        for path in row.values()
    ]
    assert sorted(listed) == sorted(set(listed))


def test_equations_are_set_without_scripts(site):
    for stem in STEMS:
        page = (site / "theory" / f"{stem}.html").read_text(encoding="utf-8")
        lines = sum(len(lines) for lines in modules.load(stem).equations.values())
        assert page.count('<div class="equation"><math') == lines
        assert "\\text" not in page
        assert "katex" not in page.lower()
        assert "mathjax" not in page.lower()


class Loads(HTMLParser):
    """Collects what a page would load from elsewhere: anything but a plain link that a reader may follow."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            outside = (value or "").startswith(("http:", "https:", "//"))
            if outside and (
                name in ("src", "srcset", "data", "poster") or (tag == "link" and name == "href")
            ):
                self.found.append(f"{tag} {value}")


def test_nothing_is_loaded_from_elsewhere(site):
    found = []
    for path in site.rglob("*.html"):
        loads = Loads()
        loads.feed(path.read_text(encoding="utf-8"))
        found += loads.found
    for path in site.rglob("*.css"):
        found += re.findall(
            r"(?:url\(|@import )[\"']?(?:https?:)?//[^)\"']*", path.read_text(encoding="utf-8")
        )
    for path in site.rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        found += re.findall(r"https?://(?:unpkg|cdn|cdnjs|fonts)[\w.@/-]*", text)
    assert found == []


def test_a_page_of_the_house_is_a_page_of_the_site(site):
    theory = (site / "theory" / "flow.html").read_text(encoding="utf-8")
    assert 'href="../code/model/mechanisms/flow.py.html"' in theory
    code = (site / "code" / "model" / "mechanisms" / "flow.py.html").read_text(encoding="utf-8")
    assert "change_hands" in code
    readme = (site / "project" / "readme.html").read_text(encoding="utf-8")
    assert 'href="../tutorial.html"' in readme


@pytest.mark.parametrize("wrong", ["[a page](nowhere.md)", "[a place](index.md#nowhere)", "unlisted"])
def test_a_broken_link_or_an_unlisted_page_fails_the_build(tmp_path, wrong):
    docs = tmp_path / "docs"
    (docs / "pictures").mkdir(parents=True)
    (docs / "index.md").write_text(
        f"# Pages\n\n## Learn\n\n* [One](one.md): a page.\n\n{wrong}\n", encoding="utf-8"
    )
    (docs / "one.md").write_text("# One\n", encoding="utf-8")
    if wrong == "unlisted":
        (docs / "two.md").write_text("# Two\n", encoding="utf-8")
    done = build(tmp_path / "site", docs=docs)
    assert done.returncode != 0
    assert "warnings in strict mode" in done.stdout + done.stderr


def test_what_is_right_passes_where_the_wrong_fails(tmp_path):
    docs = tmp_path / "docs"
    docs.mkdir()
    (docs / "index.md").write_text("# Pages\n\n## Learn\n\n* [One](one.md): a page.\n", encoding="utf-8")
    (docs / "one.md").write_text("# One\n\n```math\nx' = 1\n```\n", encoding="utf-8")
    done = build(tmp_path / "site", docs=docs)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "<math" in (tmp_path / "site" / "one.html").read_text(encoding="utf-8")
