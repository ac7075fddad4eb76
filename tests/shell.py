"""A shell for the blocks of the pages, whose ``kennan`` is answered by this very process.

A page's shell block is run by a real ``bash``, with its pipes, files, variables and exit codes. What it calls
``kennan`` is a few lines of Python that hand their words, folder, environment and three streams to the tests' process,
which calls :func:`kennan.cli.main.main` on them: a process of its own would spend two seconds on reading JAX and a
compiled program, eighty times. ``real=True`` starts real processes.
"""

from __future__ import annotations

import contextlib
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

from kennan.cli import main as cli

REAL = f"""#!/bin/sh
exec "{sys.executable}" -m kennan "$@"
"""
ASKS = f"""#!{sys.executable} -IS
import json, os, socket, sys
with socket.socket(socket.AF_UNIX) as door:
    door.connect(os.environ["KENNAN_DOOR"])
    said = json.dumps([sys.argv[1:], os.getcwd(), dict(os.environ)]).encode()
    socket.send_fds(door, [len(said).to_bytes(8, "big")], [0, 1, 2])
    door.sendall(said)
    sys.exit(int(door.recv(8) or 70))
"""
PAUSE = 0.02  # seconds between two looks whether the shell has ended


def run(text: str, folder: Path, *, real: bool = False) -> subprocess.CompletedProcess[str]:
    """Run a block in a folder; it stops at the first command that fails."""
    with tempfile.TemporaryDirectory(prefix="kennan") as tools, tempfile.TemporaryFile("w+") as out:
        # ``tools`` is short on purpose: the address of a socket may not be long
        kennan, door = Path(tools) / "kennan", str(Path(tools) / "door")
        kennan.write_text(REAL if real else ASKS, encoding="utf-8")
        kennan.chmod(0o755)
        path = os.pathsep.join([tools, os.environ.get("PATH", "")])
        with socket.socket(socket.AF_UNIX) as listening, tempfile.TemporaryFile("w+") as err:
            listening.bind(door)
            listening.listen()
            listening.settimeout(PAUSE)
            shell = subprocess.Popen(
                ["bash", "-e", "-o", "pipefail", "-c", text],
                cwd=folder,
                env={**os.environ, "PATH": path, "KENNAN_DOOR": door},
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=err,
            )
            while shell.poll() is None:
                with contextlib.suppress(TimeoutError):
                    asking, _ = listening.accept()
                    with asking:
                        asking.settimeout(None)
                        asking.sendall(str(answer(asking)).encode())
            out.seek(0)
            err.seek(0)
            return subprocess.CompletedProcess(text, shell.returncode, out.read(), err.read())


def answer(asking: socket.socket) -> int:
    """Do what one call of ``kennan`` asks, with its streams, and return its exit code."""
    length, streams, _, _ = socket.recv_fds(asking, 8, 3)
    said = b""
    while len(said) < int.from_bytes(length, "big"):
        said += asking.recv(65_536)
    words, folder, environment = json.loads(said)
    here = Path.cwd()
    with contextlib.ExitStack() as as_there:
        as_there.enter_context(in_streams(streams))
        as_there.enter_context(mock.patch.dict(os.environ, environment, clear=True))
        as_there.callback(os.chdir, here)
        os.chdir(folder)
        try:
            return cli.main(words)
        except SystemExit as ended:  # of ``--help``
            return int(ended.code or 0)


@contextlib.contextmanager
def in_streams(streams: list[int]) -> Iterator[None]:
    """Put three files in the place of the standard streams."""
    names = ("stdin", "stdout", "stderr")
    with contextlib.ExitStack() as open_ones:
        for name, stream, mode in zip(names, streams, "rww", strict=True):
            file = open_ones.enter_context(os.fdopen(stream, mode, encoding="utf-8"))
            open_ones.enter_context(mock.patch.object(sys, name, file))
        yield
