"""A small run against the digests and figures that were kept; see ``renew.py``.

With the libraries that are named there, and on x86-64 processors that multiply and add in one step (nearly all since
2013), every byte is that of the digest, whatever the width of their vectors. Others round the last bits otherwise, and
a history that differs in a bit can end otherwise; so figures alone are held there, with a slack: endings may differ in
a few worlds of 256, medians in the third digit. Anything larger is a change of the model.
"""

import json
import platform
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
import renew

KEPT = json.loads(renew.FIGURES.read_text())
LOCK = (Path(__file__).parents[2] / "requirements.lock").read_text()


def to_the_byte() -> bool:
    """Return whether this machine has to give the very bytes of the digests."""
    told = Path("/proc/cpuinfo")
    fused = platform.machine() == "x86_64" and told.is_file() and " fma " in told.read_text()
    return fused and renew.libraries() == KEPT["libraries"]


@pytest.fixture(scope="module")
def found() -> dict:
    return renew.figures()


def test_the_digests_are_of_locked_libraries():
    locked = LOCK.replace(" ", "").replace(";", "\n").splitlines()
    assert [name for name, version in KEPT["libraries"].items() if f"{name}=={version}" not in locked] == []


@pytest.mark.skipif(not to_the_byte(), reason="another processor or compiler: figures alone are held")
@pytest.mark.parametrize("policy", renew.POLICIES)
def test_every_byte(found: dict, policy: str) -> None:
    assert found[policy]["digest"] == KEPT[policy]["digest"], "numbers have moved: see tests/golden/renew.py"


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
