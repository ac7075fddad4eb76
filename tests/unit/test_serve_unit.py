"""Where the server listens, and under which names."""

from __future__ import annotations

import pytest

from kennan.desk.server import serve
from kennan.desk.server.settings import Settings
from kennan.faults import BadInput


def test_a_taken_port_is_said_with_a_free_one():
    with serve.listen("127.0.0.1", 0) as first:
        port = first.getsockname()[1]
        with pytest.raises(BadInput) as caught:
            serve.listen("127.0.0.1", port)
    fault = caught.value.faults[0]
    assert f"port {port} is taken" in fault.what
    assert fault.nearest.isdigit()
    assert f"--port {fault.nearest}" in fault.do


def test_the_names_of_the_desk_follow_its_port():
    assert "localhost:8101" in Settings(port=8101).names
    assert "localhost" not in Settings(port=8101).names
    assert "localhost" in Settings(port=80).names
    assert "192.168.1.4:8101" in Settings(port=8101, lan=True, hosts=("192.168.1.4",)).names
