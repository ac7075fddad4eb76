"""Where the server listens, and under which names."""

from __future__ import annotations

import re
import signal
import subprocess
import sys

import pytest

from kennan.faults import BadInput
from kennan.server import serve
from kennan.server.settings import Settings


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


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.9", "::1", "localhost"])
def test_what_listens_on_this_machine_alone_is_told_to_nobody_in_the_room(host):
    assert serve.reachable(host) == ()


def test_what_listens_everywhere_is_told_at_every_address_of_its_family(monkeypatch):
    monkeypatch.setattr(serve, "addresses", lambda: ["192.168.1.4", "fd00::1"])
    assert serve.reachable("0.0.0.0") == ("192.168.1.4",)
    assert serve.reachable("::") == ("[fd00::1]",)
    assert serve.reachable("192.168.7.7") == ("192.168.7.7",)


def served(monkeypatch, host, tmp_path, addresses=("192.168.1.4",)):
    """Return what a class's desk says, and its settings, without its serving anything."""
    from kennan.server import app, listening

    said, made, opened = [], [], []
    monkeypatch.setattr(serve, "addresses", lambda: list(addresses))
    monkeypatch.setattr(serve.webbrowser, "open", opened.append)

    class Nothing:
        started = True

        def run(self, sockets):
            self.sockets = sockets

    real = app.create_app
    monkeypatch.setattr(app, "create_app", lambda *a, **k: made.append(real(*a, warm=False)) or made[-1])
    monkeypatch.setattr(listening, "server_of", lambda *_, **__: Nothing())
    serve.serve(host, 0, lan=True, browser=False, folder=tmp_path / "rooms", say=said.append)
    (guard,) = made
    guard.app.state.desk.worker.ready.set()
    return said, guard.settings


def test_a_class_that_nobody_can_reach_is_said_and_advertises_no_address(monkeypatch, tmp_path):
    said, settings = served(monkeypatch, "127.0.0.1", tmp_path)
    assert settings.hosts == ()
    assert not any("192.168.1.4" in words for words in said)
    assert any("nobody else in the room can open it: --host 127.0.0.1" in words for words in said)


def test_an_address_of_this_machine_is_the_one_that_is_opened_and_told(monkeypatch, tmp_path):
    said, settings = served(monkeypatch, "127.0.0.9", tmp_path)
    assert said[0].startswith("The desk is open at http://127.0.0.9:"), "nobody listens at localhost"
    assert f"127.0.0.9:{settings.port}" in settings.names
    said, settings = served(monkeypatch, None, tmp_path)
    assert settings.hosts == ("192.168.1.4",)
    assert any("in this room: http://192.168.1.4:" in words for words in said)


def test_no_address_is_no_address():
    with pytest.raises(BadInput, match="no address is given"):
        serve.serve(" ")


def test_there_are_places_for_connections_and_files_left_for_the_rest():
    assert 64 <= serve.places() <= serve.ALL


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM of this kind")
def test_a_desk_that_is_told_to_end_clears_up_and_says_so(tmp_path):
    command = [
        sys.executable,
        "-m",
        "kennan",
        "serve",
        "--no-browser",
        "--port",
        "0",
        "--rooms",
        str(tmp_path),
    ]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        said = [process.stdout.readline()]
        while "ready" not in said[-1] and said[-1]:
            said.append(process.stdout.readline())
        process.send_signal(signal.SIGTERM)
        said += process.stdout.read().splitlines()
    assert process.returncode == 0
    assert said[-1] == "The desk is closed."
    assert re.match(r"The desk is open at http://localhost:\d+/", said[0])
