"""The page's files: packed, kept by the browser, and read again when they are built again."""

from __future__ import annotations

import gzip
import os

import pytest
from server_fake import HOME
from starlette.testclient import TestClient

from kennan.server import app as apps
from kennan.server.settings import Settings
from kennan.server.static import Page


@pytest.fixture
def page(tmp_path) -> TestClient:
    (tmp_path / "assets").mkdir()
    (tmp_path / "index.html").write_text("<!doctype html>" + " " * 2000, "utf-8")
    (tmp_path / "report.html").write_text("template", "utf-8")
    (tmp_path / "assets" / "a-1.js").write_text("let a = 1;" * 200, "utf-8")
    return TestClient(
        apps.create_app(Settings(page=tmp_path), warm=False), base_url=HOME, client=("127.0.0.1", 5)
    )


def test_the_page_is_served_packed_and_assets_for_ever(page):
    index, asset = page.get("/"), page.get("/assets/a-1.js")
    assert index.headers["content-type"] == "text/html; charset=utf-8"
    assert index.headers["cache-control"] == "no-cache"
    assert "immutable" in asset.headers["cache-control"]
    assert asset.headers["content-encoding"] == "gzip"
    assert asset.headers["content-type"] == "text/javascript; charset=utf-8"
    plain = page.get("/assets/a-1.js", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.text == asset.text


def test_what_the_browser_has_is_not_sent_again(page):
    tag = page.get("/").headers["etag"]
    again = page.get("/", headers={"if-none-match": tag})
    assert again.status_code == 304
    assert again.content == b""


def test_a_page_built_again_is_served_at_once(page, tmp_path):
    page.get("/")
    (tmp_path / "index.html").write_text("new", "utf-8")
    os.utime(tmp_path / "index.html", (1, 1))  # another time, however coarse the clock of the files
    assert page.get("/").text == "new"
    (tmp_path / "index.html").unlink()  # while it is built once more
    assert page.get("/").text == "new"


def test_a_page_that_was_never_built_says_so(tmp_path):
    made = TestClient(
        apps.create_app(Settings(page=tmp_path), warm=False), base_url=HOME, client=("127.0.0.1", 5)
    )
    answer = made.get("/")
    assert answer.status_code == 503
    assert "make page" in answer.text


def test_packed_files_unpack_to_themselves():
    for file in Page(Settings().page).files().values():
        assert file.packed is None or gzip.decompress(file.packed) == file.body
