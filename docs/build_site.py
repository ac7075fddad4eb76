"""What MkDocs does differently here: navigation from docs/index.md, equations as MathML, files of the house as pages.

Pages link to files outside docs/ as they do in the repository: the README, the licence, a mechanism's code. On the
site these links lead to pages made from those files.
"""

from __future__ import annotations

import logging
import posixpath
import re
from pathlib import Path
from typing import Any

from making.typeset import typeset

HOUSE = Path(__file__).parents[1]
LINK = re.compile(r"(\]\()([^)#\s]+)((?:#[^)\s]*)?\))")
HEADING = re.compile(r"^## (.+)$|^\* \[([^\]]+)\]\(([^)#]+\.md)\)", re.MULTILINE)
FENCE_WORDS = re.compile(
    r"^(```\w+) .*$", re.MULTILINE
)  # what the tests of the pages read, and readers need not
LOADED = re.compile(r"https://unpkg\.com/[\w@./-]*")

log = logging.getLogger("mkdocs.hooks.kennan")


def navigation(index: str) -> list[Any]:
    """Return the navigation that a page of contents lays out: one section a heading, one entry a linked page."""
    found: list[Any] = [{"Home": "index.md"}]
    section: list[dict[str, str]] = []
    for heading, title, path in HEADING.findall(index):
        if heading:
            section = []
            found.append({heading: section})
        else:
            section.append({title: made(path[3:]) if path.startswith("../") else path})
    return [entry for entry in found if all(entry.values())]


def on_config(config: Any) -> Any:
    """Read the navigation from the page of contents."""
    config.nav = navigation((Path(config.docs_dir) / "index.md").read_text(encoding="utf-8"))
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add a page for every file of the house that a page links to."""
    from mkdocs.structure.files import File

    todo = [(page.src_uri, page.content_string) for page in files.documentation_pages()]
    seen: set[str] = set()
    while todo:
        uri, text = todo.pop()
        for path in {_outside(uri, goal) for _, goal, _ in LINK.findall(text)} - seen - {None}:
            if path and (HOUSE / path).is_file():
                seen.add(path)
                files.append(File.generated(config, made(path), content=_page(path)))
                if path.endswith(".md"):
                    todo.append((f"../{path}", (HOUSE / path).read_text(encoding="utf-8")))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links out of docs/ to the pages made from those files, and set the equations."""
    uri = page.file.src_uri
    here = _source(uri)

    def lead(found: re.Match[str]) -> str:
        path = _outside(here, found[2])
        if path and (HOUSE / path).is_file():
            return found[1] + posixpath.relpath(made(path), posixpath.dirname(uri) or ".") + found[3]
        if (
            here != uri and "://" not in found[2]
        ):  # a page made from a file of the house: its links start there
            goal = posixpath.normpath(posixpath.join("docs", posixpath.dirname(here), found[2]))
            goal = goal.removeprefix("docs/")
            return found[1] + posixpath.relpath(goal, posixpath.dirname(uri) or ".") + found[3]
        return found[0]

    return typeset(FENCE_WORDS.sub(r"\1", LINK.sub(lead, markdown)))


def on_post_build(config: Any) -> None:
    """Take out of the theme's scripts what they would fetch from elsewhere for browsers of long ago."""
    for path in Path(config.site_dir).rglob("*.js"):
        text = path.read_text(encoding="utf-8")
        if LOADED.search(text):
            path.write_text(LOADED.sub("data:text/javascript,", text), encoding="utf-8")


def made(path: str) -> str:
    """Return the page of the site that a file of the house becomes."""
    if path.endswith(".md"):
        return f"project/{path.removesuffix('.md').lower().replace('/', '-')}.md"
    return f"code/{path.removeprefix('src/kennan/')}.md"


def _source(uri: str) -> str:
    """Return where a page stands, seen from docs/: for a page made from a file of the house, that file."""
    house = [*(path.name for path in HOUSE.glob("*.md")), "forecasts/README.md"]
    return {made(path): f"../{path}" for path in house}.get(uri, uri)


def _outside(uri: str, goal: str) -> str | None:
    """Return a link's goal as a path in the repository, if it leads out of docs/ and to a file there."""
    if "://" in goal:
        return None
    path = posixpath.normpath(posixpath.join("docs", posixpath.dirname(uri), goal))
    return None if path.startswith(("docs/", "../")) or path == "docs" else path


def _page(path: str) -> str:
    text = (HOUSE / path).read_text(encoding="utf-8")
    if path.endswith(".md"):
        return text
    language = {".py": "python", ".toml": "toml"}.get(Path(path).suffix, "text")
    head = (
        f"---\nhide:\n  - toc\n---\n\n# {path.removeprefix('src/')}\n\nAs in this version of the program.\n\n"
    )
    return f"{head}````{language}\n{text}````\n"
