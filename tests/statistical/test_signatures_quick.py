"""A quick subset of the signatures: cheap, and far from their thresholds.

Seed and worlds are fixed and the arithmetic is reproducible, so on an unchanged model these tests never fail
by chance. Under other luck (seeds 1-8) each stands at least twelve of its standard deviations from its
nearest threshold: a change that only moves the draws fails one of them in fewer than one case in a million.
All 92 are measured by ``python tests/statistical/signatures.py``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import signatures

QUICK = ("S01", "S03", "S04", "S08", "S15", "S22", "S34", "S45", "S58", "S60")


@pytest.fixture(scope="module")
def lab():
    return signatures.Lab(seed=11, parameters="median", worlds=256)


@pytest.mark.parametrize("name", QUICK)
def test_signature_holds(lab, name):
    (row,) = signatures.measured(lab, [name])
    assert row["holds"], signatures.line(row)


def test_every_signature_is_there_once():
    assert sorted(signatures.REGISTER) == [f"S{i:02d}" for i in range(1, 93)]


def test_claims_name_passages_of_the_article():
    from kennan import article

    known = article.passages()
    unknown = [entry.id for entry in signatures.REGISTER.values() if entry.passage not in known]
    assert not unknown
