"""What the tests of the server's safety share: what a refusal is, and how to speak to a socket."""

from __future__ import annotations

import contextlib
import socket


def refused(answer, status):
    """The answer is a refusal of this status, or one of these, in words."""
    assert answer.status_code in (status if isinstance(status, tuple) else (status,)), answer.text[:500]
    said = answer.json()
    assert set(said) == {"faults"}
    assert said["faults"]
    for fault in said["faults"]:
        assert set(fault) == {"what", "where", "allowed", "nearest", "do"}
        assert fault["what"]
        assert "Traceback" not in answer.text
    return said["faults"]


def said_to(port, raw, wait=60.0, shut=False, until=None):
    """Send bytes and return what comes back: until the connection ends, or these words have come."""
    with socket.create_connection(("127.0.0.1", port), timeout=wait) as wire:
        wire.sendall(raw)
        if shut:
            with contextlib.suppress(OSError):  # it may have refused and gone already
                wire.shutdown(socket.SHUT_WR)
        found = b""
        with contextlib.suppress(TimeoutError):
            while piece := wire.recv(65_536):
                found += piece
                if until and until in found:
                    break
        return found
