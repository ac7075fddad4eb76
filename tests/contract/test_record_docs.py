"""The record's reference page is what the registers say."""

from __future__ import annotations

import runpy
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_what_the_registers_say():
    made = runpy.run_path(str(DOCS / "make_record.py"))
    there = (DOCS / "reference" / "record.md").read_text(encoding="utf-8")
    assert there == made["page"](), "the registers have changed: python docs/make_record.py, then commit"
