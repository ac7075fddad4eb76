"""What is known of the model's links, kept on disk: found out once for each state of the source."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from collections.abc import Callable
from pathlib import Path

from kennan.engine import devices
from kennan.model import links

ENDING = ".links"


def prepare(announce: Callable[[str], None] | None = None) -> None:
    """Have the links of the model at hand: from disk, or found out now (some ten seconds) and kept."""
    path = devices.cache_folder() / (_key() + ENDING)
    with contextlib.suppress(
        Exception
    ):  # whatever is wrong with a kept file, finding out again puts it right
        links.remember(pickle.loads(path.read_bytes()))
        return
    if announce:
        announce("reading the links of the model off its equations (once on this machine, about 10 seconds)")
    devices.prepare()
    found = links.facts()
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
        partial.write_bytes(pickle.dumps(found))
        for old in path.parent.glob("*" + ENDING):
            old.unlink(missing_ok=True)
        partial.replace(path)


def _key() -> str:
    """Return a name that changes with everything the links follow from."""
    source, room = hashlib.sha256(), Path(links.__file__).parent
    for path in sorted(room.rglob("*")):
        if path.suffix in (".py", ".toml"):
            source.update(path.relative_to(room).as_posix().encode() + b"\0" + path.read_bytes())
    return source.hexdigest()[:24]
