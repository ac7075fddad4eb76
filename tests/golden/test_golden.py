"""A small run against the figures that were kept; see ``renew.py``.

The last bits of a world differ between processors and versions of the compiler, and a history that differs in a bit can
end otherwise; so endings may differ in a few worlds of 256, and medians in the third digit. Anything larger is a change
of the model.
"""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import renew

KEPT = json.loads(renew.FIGURES.read_text())


@pytest.fixture(scope="module")
def found() -> dict:
    return renew.figures()


@pytest.mark.parametrize("policy", renew.POLICIES)
def test_endings(found: dict, policy: str) -> None:
    moved = [abs(a - b) for a, b in zip(found[policy]["ends"], KEPT[policy]["ends"], strict=True)]
    assert max(moved) <= 6, f"{found[policy]['ends']} were {KEPT[policy]['ends']}: see tests/golden/renew.py"


@pytest.mark.parametrize("policy", renew.POLICIES)
def test_medians_and_events(found: dict, policy: str) -> None:
    for kind, slack in (("medians", 0.02), ("events", 0.05)):
        now, then = found[policy][kind], KEPT[policy][kind]
        assert set(now) == set(then)
        off = {
            name: (now[name], then[name])
            for name in then
            if now[name] != pytest.approx(then[name], rel=0.05, abs=slack)
        }
        assert off == {}, "see tests/golden/renew.py"
