"""No table loses a digit, a name or a star at any width."""

from __future__ import annotations

import io
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from kennan.cli import main as cli
from kennan.cli import registers, tables

WIDTHS = (60, 80, 100, 120, 200)


def printed(width, columns, rows, numbers=0):
    to = tables.Console(file=io.StringIO(), width=width)
    tables.show(to, "", columns, rows, numbers)
    return to.file.getvalue()


def lost(out, rows):
    """Return the words of cells that do not stand whole in what was printed, each as often as it should."""
    wanted = Counter(word for row in rows for cell in row for word in str(cell).split())
    return wanted - Counter(out.split())


WORD = st.text("abcdefghijklmnop_.,·×*+-0123456789%()é漢", min_size=1, max_size=40)
CELL = st.one_of(WORD, st.lists(WORD, min_size=0, max_size=12).map(" ".join), st.just("31\n24 to 39"))


@st.composite
def a_table(draw):
    columns = draw(st.lists(st.one_of(st.just(""), WORD), min_size=1, max_size=9))
    many = len(columns)
    rows = draw(st.lists(st.lists(CELL, min_size=many, max_size=many), max_size=5))
    return columns, rows, draw(st.integers(0, many - 1))


@given(a_table(), st.integers(1, 220))
@settings(max_examples=300, deadline=None)
def test_every_word_survives_whole(table, width):
    columns, rows, numbers = table
    assert not lost(printed(width, columns, rows, numbers), rows)


@given(a_table(), st.integers(40, 220))
@settings(max_examples=150, deadline=None)
def test_lines_are_no_wider_than_the_terminal_unless_a_word_or_number_is(table, width):
    columns, rows, numbers = table
    longest = max([0, *(cell_len(w) for row in [columns, *rows] for cell in row for w in str(cell).split())])
    unbroken = [cell for row in rows for cell in row[len(columns) - numbers :]]
    label = max([0, *map(cell_len, columns), *(cell_len(row[0]) for row in rows if len(columns) <= 2)])
    longest = max([longest, *map(cell_len, unbroken)])
    for line in printed(width, columns, rows, numbers).splitlines():
        assert cell_len(line.rstrip()) <= max(width, longest + label + 8)


def test_a_number_is_never_broken_and_its_column_stands_to_the_right():
    rows = [["containment", "31\n24 to 39", "1\n0 to 12"], ["sporadic", "<1\n0 to 1", "99\n97 to 100"]]
    wide = printed(80, ["", "general\nwar", "break-up"], rows, 2)
    assert "24 to 39" in wide
    assert len({line.index("24 to 39") + 8 for line in wide.splitlines() if "24 to 39" in line}) == 1
    narrow = printed(24, ["", "general\nwar", "break-up"], rows, 2)
    assert [line.strip() for line in narrow.splitlines() if "war" in line] == [
        "general war  31  24 to 39",
        "general war  <1  0 to 1",
    ]
    assert not lost(narrow, rows)


def test_markup_and_steering_signs_are_words_like_others(capsys):
    out = printed(60, ["", "x"], [["[red]name[/red]", "a :smile: \x1b[31mb\x07\tc"]])
    assert "[red]name[/red]" in out
    assert ":smile:" in out
    assert "\x1b" not in out
    to = tables.console()
    to.print("folder: runs/[bold]x")
    assert "runs/[bold]x" in capsys.readouterr().out


COMMANDS = [["list", name] for name in registers.READERS] + [
    ["list", "claims", "II.9c-steady-not-sporadic"],
    ["record", "targets"],
    ["record", "originals"],
    ["record", "show", "orbit_states", "gdp_ratio"],
]


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_real_tables_lose_nothing_at_any_width(words, monkeypatch, capsys):
    shown, seen = tables.show, []

    def show(to, title, columns, rows, numbers=0):
        rows = [list(row) for row in rows]
        seen.extend(rows)
        shown(to, title, columns, rows, numbers)

    monkeypatch.setattr(tables, "show", show)
    for width in WIDTHS:
        seen.clear()
        monkeypatch.setenv("COLUMNS", str(width))
        assert cli.main(words) == 0
        assert seen
        assert not lost(capsys.readouterr().out, seen), width
