"""What is said when ``kennan serve`` is asked for something that cannot be."""

from __future__ import annotations

import socket

import pytest

from kennan.cli import main as cli


def said(capsys, *words: str) -> tuple[int, str]:
    code = cli.main(["serve", "--no-browser", *words])
    return code, capsys.readouterr().err


@pytest.mark.parametrize("port", ["x", "-1", "65536", "99999999999999", "1.5", "٣", ""])
def test_what_is_no_port(capsys, port):
    code, message = said(capsys, f"--port={port}")
    assert code == 2
    assert f"--port: {port!r} is not a port" in message
    assert "allowed: 0 to 65535" in message


def test_a_taken_port(capsys):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        code, message = said(capsys, "--port", str(port))
    assert code == 2
    assert f"port {port} is taken" in message
    assert "kennan serve --port" in message


def test_an_address_that_others_reach_needs_lan(capsys):
    code, message = said(capsys, "--host", "0.0.0.0", "--port", "0")
    assert code == 2
    assert "--host: 0.0.0.0 can be reached from other machines" in message
    assert "--lan" in message


def test_an_address_of_another_machine(capsys):
    code, message = said(capsys, "--lan", "--host", "203.0.113.7", "--port", "8109")
    assert code == 2
    assert "203.0.113.7 cannot be listened on" in message


@pytest.mark.parametrize("host", ["not an address", "..", "a" * 300])
def test_what_is_no_address(capsys, host):
    code, message = said(capsys, "--lan", "--host", host, "--port", "8109")
    assert code == 2
    assert "--host" in message


def test_a_folder_that_is_a_file_and_a_wrong_port_are_said_together(capsys, tmp_path):
    file = tmp_path / "file"
    file.write_text("x", "utf-8")
    code, message = said(capsys, "--rooms", str(file), "--port", "x")
    assert code == 2
    assert "--rooms" in message
    assert "--port" in message


def test_an_unknown_option_has_a_nearest_one(capsys):
    code, message = said(capsys, "--prot", "1")
    assert code == 2
    assert "nearest name: --port" in message
