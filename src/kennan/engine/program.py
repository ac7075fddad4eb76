"""Compiled programs, kept on disk: compiled once on a machine, loaded in a tenth of a second ever after.

What is kept is the machine code itself. A later process neither traces the month nor hashes what the compiler
would see (together more than a second); it looks at a key made of everything the machine code follows from:
our own source and registers, the shapes, the versions of Python and of the compiler, its flags, the processor.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
import platform
import threading
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kennan.engine.devices import cache_folder

ENDING = ".program"
KEPT = 24  # programs that stay in the folder: one version has up to sixteen; older ones are of versions nobody runs
ROOMS = ("model", "policies")  # whose code and registers every program is made of
CONFIDENT = 32  # bytes of the checksum before the content

_ready: dict[str, Any] = {}
_lock = threading.Lock()


def key(name: str, *shapes: Any, of: str = "chunk", **fixed: Any) -> str:
    """Return the name of a program's file: the same only if the machine code would be the same.

    Parameters
    ----------
    name : what the program is called.
    shapes : arrays, or trees of arrays, that it is called with.
    of : the module of this room in which it stands; what it shares with others stands in ``chunk``.
    fixed : other settings that it is compiled for.
    """
    import jax

    leaves, tree = jax.tree.flatten(shapes)
    # tables of text keep their order here, so that two equal calls give the same words
    said = [str(tree), [(str(x.dtype), tuple(x.shape)) for x in leaves], sorted(fixed.items()), _machine(of)]
    return f"{name}-{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"


@cache
def _machine(of: str) -> tuple[str, ...]:
    """Return what the machine code follows from besides its shapes."""
    import jax
    import jaxlib

    source = hashlib.sha256()
    here = Path(__file__).parents[1]
    rooms = [path for room in ROOMS for path in sorted((here / room).rglob("*"))]
    for path in [*rooms, here / "engine" / "chunk.py", here / "engine" / f"{of}.py"]:
        if path.suffix in (".py", ".toml") and path.is_file():
            source.update(path.relative_to(here).as_posix().encode() + b"\0" + path.read_bytes())
    processor = ""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        processor = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return (
        source.hexdigest(),
        jax.__version__,
        jaxlib.__version__,
        platform.python_version(),
        platform.platform(),
        os.environ.get("XLA_FLAGS", ""),
        jax.devices()[0].device_kind,
        platform.processor() + processor,
    )


def is_kept(which: str) -> bool:
    """Return whether a program (by its :func:`key`) need not be compiled."""
    return which in _ready or _path(which).is_file()


def load(which: str, lower: Callable[[], Any]) -> Callable[..., Any]:
    """Return a compiled program: from this process, from disk, or compiled now and kept.

    Parameters
    ----------
    which : its :func:`key`.
    lower : lowers it (``jitted.lower(...)``), if it has to be compiled.
    """
    with _lock:
        if which not in _ready:
            _ready[which] = _from_disk(which) or _compiled(which, lower)
        made: Callable[..., Any] = _ready[which]
        return made


def _path(which: str) -> Path:
    return cache_folder() / (which + ENDING)


def _from_disk(which: str) -> Any:
    """Return a kept program, or None where there is none that can be used."""
    from jax.experimental import serialize_executable

    path = _path(which)
    try:
        data = path.read_bytes()
        if hashlib.sha256(data[CONFIDENT:]).digest() != data[:CONFIDENT]:
            return None  # cut off, or written over: it is compiled again
        program = serialize_executable.deserialize_and_load(*pickle.loads(data[CONFIDENT:]))
        os.utime(path)
    except Exception:  # whatever is wrong with a kept program, compiling it again puts it right
        return None
    return program


def _compiled(which: str, lower: Callable[[], Any]) -> Any:
    from jax.experimental import serialize_executable

    program = lower().compile()
    try:
        data = pickle.dumps(serialize_executable.serialize(program))
        _keep(_path(which), hashlib.sha256(data).digest() + data)
    except Exception:  # a folder that cannot be written, or a device without serialisation: compile each time
        return program
    return program


def _keep(path: Path, data: bytes) -> None:
    """Write a program whole or not at all, and forget the ones that were used longest ago."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f"{path.name}.{os.getpid()}.partial")
    partial.write_bytes(data)
    partial.replace(path)
    kept = sorted(path.parent.glob("*" + ENDING), key=lambda one: one.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        old.unlink(missing_ok=True)
