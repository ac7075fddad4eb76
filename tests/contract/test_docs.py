"""The pages are tried as written: every shell and Python block runs, names that they use exist, links lead somewhere.

A block that opens with ``` and ``sh`` or ``python`` is run, in order, in one empty folder a page; Python blocks
of a page share their names. Words after the language: ``not-run`` (set-up that a test cannot do), ``exits=2``
(the exit code that the page promises), ``process`` (commands are processes of their own: what the README types first,
what is killed; elsewhere see ``shell``),
and for ``toml``: ``file=NAME`` (what the page asks the reader to write).
"""

from __future__ import annotations

import os
import re
import runpy
import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
import shell

HOUSE = Path(__file__).parents[2]
DOCS = HOUSE / "docs"
PAGES = [HOUSE / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md")] + sorted(
    DOCS.rglob("*.md")
)
BLOCK = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\(([^)#\s]*)(#[^)\s]*)?\)")


@dataclass(frozen=True)
class Block:
    """One fenced block of a page."""

    language: str
    words: tuple[str, ...]
    text: str
    line: int


def blocks(page: Path) -> list[Block]:
    text = page.read_text(encoding="utf-8")
    return [
        Block(m[1], tuple(m[2].split()), m[3], text[: m.start()].count("\n") + 1)
        for m in BLOCK.finditer(text)
    ]


def to_run(page: Path) -> list[Block]:
    wanted = [b for b in blocks(page) if b.language in ("sh", "python") and "not-run" not in b.words]
    return [b for b in blocks(page) if b in wanted or b.language == "toml"] if wanted else []


RUNNABLE = [page for page in PAGES if page.is_file() and to_run(page)]


def test_there_is_something_to_run():
    assert {HOUSE / "README.md", DOCS / "tutorial.md"} <= set(RUNNABLE)


@pytest.mark.skipif(os.name == "nt", reason="the blocks are written for a POSIX shell")
@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize("page", RUNNABLE, ids=lambda page: str(page.relative_to(HOUSE)))
def test_blocks_run_as_written(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "page"}
    for block in to_run(page):
        place = f"{page.relative_to(HOUSE)}:{block.line}"
        if block.language == "toml":
            (tmp_path / option(block, "file", "")).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            exec(compile("\n" * block.line + block.text, str(page), "exec"), names)
        else:
            done = shell.run(block.text, tmp_path, real="process" in block.words)
            wanted = int(option(block, "exits", "0"))
            assert done.returncode == wanted, f"{place}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"


def option(block: Block, name: str, default: str) -> str:
    return dict(word.split("=", 1) for word in block.words if "=" in word).get(name, default)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(HOUSE)))
def test_links_lead_somewhere(page):
    wrong = []
    for path, anchor in LINK.findall(page.read_text(encoding="utf-8")):
        if path.startswith(("http://", "https://")):
            continue
        goal = (page.parent / path).resolve() if path else page
        if not goal.exists():
            wrong.append(path)
        elif anchor and anchor[1:] not in anchors(goal):
            wrong.append(path + anchor)
    assert wrong == []


def anchors(page: Path) -> set[str]:
    """Return the anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


def test_make_targets_named_on_pages_exist():
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {m for page in PAGES for m in re.findall(r"`make ([a-z]+)", page.read_text(encoding="utf-8"))} | {
        m for page in PAGES for block in blocks(page) for m in re.findall(r"^make ([a-z]+)", block.text, re.M)
    }
    assert {"run", "test"} <= named <= targets


def test_the_registers_page_is_current():
    made = runpy.run_path(str(DOCS / "make_reference.py"))
    committed = (DOCS / "reference" / "registers.md").read_text(encoding="utf-8")
    assert committed == made["page"](), (
        "the registers have changed: python docs/make_reference.py, then commit"
    )


def test_the_calibrated_numbers_of_the_readme_are_current():
    made = runpy.run_path(str(DOCS / "make_pictures.py"))
    text = (HOUSE / "README.md").read_text(encoding="utf-8")
    renewed = made["fill"](text, "calibrated", made["calibrated_text"]())
    assert text == renewed, "the marks have changed: python docs/make_pictures.py, then commit"


def test_departures_of_every_mechanism_are_told():
    """A mechanism that departs from the dossier says so in its docstring, and the page of departures names it."""
    page = (DOCS / "explanation" / "departures.md").read_text(encoding="utf-8")
    files = (HOUSE / "src" / "kennan" / "model" / "mechanisms").glob("*.py")
    departing = {file.stem for file in files if "Departure" in file.read_text(encoding="utf-8")} - {
        "__init__"
    }
    assert {name for name in departing if f"`{name}`" not in page} == set()


def test_every_page_is_reached_from_the_index():
    index = (DOCS / "index.md").read_text(encoding="utf-8")
    listed = {(DOCS / path).resolve() for path, _ in LINK.findall(index) if path}
    assert {page for page in DOCS.rglob("*.md") if page.name != "index.md"} <= listed


def test_pictures_are_small():
    pictures = list((DOCS / "pictures").glob("*.png"))
    assert pictures
    assert [p.name for p in pictures if p.stat().st_size > 200_000] == []


def test_fields_of_the_registers_are_documented():
    """docs/reference/json.md names exactly the fields that ``kennan list --json`` prints."""
    from kennan.cli import registers

    page = (DOCS / "reference" / "json.md").read_text(encoding="utf-8")
    section = page.split("## kennan list")[1].split("## kennan runs")[0]
    told = {}
    for name, fields in re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.MULTILINE):
        told[name] = set(re.findall(r"`(\w+)`", re.sub(r"\([^()]*\)", "", fields)))
    assert told == {name: set(registers.rows(name)[0]) for name in registers.READERS}


def test_options_of_the_command_line_are_documented():
    from kennan.cli import options, parser, registers

    page = (DOCS / "reference" / "cli.md").read_text(encoding="utf-8")
    top = options.parser()
    found = set(parser.flags(top))
    for command in parser.choices(top).values():
        found |= set(parser.flags(command))
        for inner in parser.choices(command).values():
            found |= set(parser.flags(inner))
    assert {flag for flag in found if flag not in page and flag != "-h"} == set()
    assert {name for name in registers.REGISTERS if f"`{name}`" not in page} == set()


def test_every_command_has_an_example_that_a_page_runs():
    """What ``-h`` shows is a line of a page, tried as written; but for those that need the network or never end."""
    from kennan.cli import options, parser
    from kennan.cli.examples import EXAMPLES

    lines = {
        re.sub(r"\s+#.*", "", line.strip())
        for page in RUNNABLE
        for block in to_run(page)
        if block.language == "sh"
        for line in block.text.replace("\\\n", " ").splitlines()
    }
    assert {name for name, line in EXAMPLES.items() if line not in lines} == {"serve", "record build"}
    for top in parser.choices(options.parser()).values():
        for one in (top, *parser.choices(top).values()):
            said = EXAMPLES[one.prog.removeprefix("kennan ")]
            told = " ".join(one.format_help().replace("\\\n", " ").split())
            assert " ".join(said.split()) in told
            assert said.startswith("kennan " + one.prog.removeprefix("kennan ")) or one.prog in (
                "kennan record",
                "kennan runs",
            )
            parser.parse(options.parser(), re.split(r"\s+", said.split(" >")[0])[1:])
