"""What the server keeps in memory stays within its bytes."""

from __future__ import annotations

from kennan.server.kept import Kept


def test_kept_things_stay_within_their_bytes_and_the_oldest_goes():
    kept: Kept[bytes] = Kept(10, len)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    assert kept.get("a") == b"1234"
    kept.put("c", b"1234")
    assert (kept.get("b"), kept.get("a"), kept.get("c")) == (None, b"1234", b"1234")
    kept.put("d", b"12345678901")
    assert kept.get("d") is None
    kept.put("a", b"1")
    assert (kept.bytes, len(kept)) == (5, 2)


def test_what_is_being_made_counts_and_less_is_kept_meanwhile():
    kept: Kept[bytes] = Kept(10, len)
    kept.put("a", b"1234")
    kept.put("b", b"1234")
    kept.set_aside(5)
    assert (kept.get("a"), kept.get("b")) == (None, b"1234")
    kept.put("c", b"12")
    assert (kept.get("b"), kept.get("c")) == (None, b"12")
    kept.set_aside(100)
    assert (kept.bytes, len(kept)) == (0, 0)
    kept.set_aside(-105)
    kept.put("d", b"1234567890")
    assert kept.get("d") == b"1234567890"
