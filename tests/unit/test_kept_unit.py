"""What the server keeps in memory stays within its bytes."""

from __future__ import annotations

from kennan.desk.server.kept import Kept


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
