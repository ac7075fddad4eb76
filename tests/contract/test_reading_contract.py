"""The ledgers that the package carries are the ones that were made, and say with which engine and when."""

from __future__ import annotations

import json
import re
import runpy
import sys
from pathlib import Path

import pytest

from kennan import article
from kennan.engine.version import ENGINE_VERSION
from kennan.reading import ledgers

HOUSE = Path(__file__).parents[2]
DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def docs():
    sys.path.insert(0, str(HOUSE / "docs"))
    yield HOUSE / "docs"
    sys.path.remove(str(HOUSE / "docs"))


def test_the_fidelity_ledger_of_the_package_is_the_one_in_the_pages(docs):
    made = runpy.run_path(str(docs / "make_ledger.py"))
    data = json.loads(made["DATA"].read_text(encoding="utf-8"))
    assert made["COPY"].read_text(encoding="utf-8") == made["copy"](data), "make ledger, then commit"


def test_the_fidelity_ledger_was_made_with_this_engine():
    kept = ledgers.fidelity()
    assert kept["engine_version"] == ENGINE_VERSION, "make ledger, then commit"
    assert DAY.fullmatch(kept["made"])
    assert list(kept["claims"]) == list(article.claims())


def test_a_changed_number_would_be_noticed(docs):
    made = runpy.run_path(str(docs / "make_ledger.py"))
    data = json.loads(made["DATA"].read_text(encoding="utf-8"))
    data["claims"][0]["checks"][0]["findings"][0]["value"] += 0.1
    assert made["COPY"].read_text(encoding="utf-8") != made["copy"](data)


def test_the_truth_ledger_of_the_package_is_what_scoring_gives(docs):
    import kennan

    made = runpy.run_path(str(docs / "make_truth.py"))
    found = kennan.score(made["FORECAST"], years=made["YEARS"])
    assert made["COPY"].read_text(encoding="utf-8") == ledgers.text(made["copy"](found)), (
        "python docs/make_truth.py, then commit"
    )


def test_the_truth_ledger_says_what_the_readme_says():
    kept = ledgers.truth()
    said = (HOUSE / "README.md").read_text(encoding="utf-8")
    for verdict, count in kept["counts"].items():
        assert f"{count} *{verdict}*" in said
    assert DAY.fullmatch(kept["made"])
    assert list(kept["claims"]) == list(article.claims())
