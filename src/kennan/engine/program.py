"""Compiled programs, kept on disk: compiled once on a machine, loaded in a tenth of a second ever after.

What is kept is the machine code itself. A later process neither traces the month nor hashes what the compiler
would see (together more than a second); it looks at a key made of everything the machine code follows from: the
code and the registers *as they stand in this process* (:mod:`kennan.engine.fingerprint`), the shapes, the versions of
Python and of the compiler, its settings, the processor. What cannot be keyed is compiled each time and never kept.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import platform
import threading
import types
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from kennan.engine import fingerprint, kept

ENDING = ".program"
KEPT = 24  # programs that stay in the folder: one version has up to sixteen; older ones are of versions nobody runs

_ready: dict[str, Any] = {}
_lock = threading.Lock()


class Program:
    """A pure function of arrays that is called compiled.

    Parameters
    ----------
    function : what is compiled; its keyword arguments are settings, fixed in the machine code.
    donate : positions of arguments whose memory the result may take over.
    """

    def __init__(self, function: Callable[..., Any], donate: tuple[int, ...] = ()):
        self.function, self.donate = function, donate
        self.__doc__, self.__name__ = function.__doc__, function.__name__

    def key(self, *arguments: Any, **fixed: Any) -> str | None:
        """Return the name of the program's file: the same only if the machine code would be the same.

        None where that cannot be told: something that a session has put into the model is neither code nor data that
        can be read.
        """
        import jax

        try:
            source = fingerprint.of(self.function)
        except fingerprint.CannotTell:
            return None
        leaves, tree = jax.tree.flatten(arguments)
        # tables of text keep their order here, so that two equal calls give the same words
        shapes = [(str(x.dtype), tuple(x.shape)) for x in leaves]
        said = [str(tree), shapes, sorted(fixed.items()), self.donate, source, settings(), machine()]
        return f"{self.__name__}-{hashlib.sha256(repr(said).encode()).hexdigest()[:24]}"

    def ready(
        self, *arguments: Any, announce: Callable[[str], None] | None = None, what: str = "", **fixed: Any
    ) -> Callable[..., Any]:
        """Return the compiled program for arguments of these shapes: from this process, from disk, or compiled now.

        Parameters
        ----------
        arguments : arrays, or trees of arrays, of the shapes that it will be called with.
        announce, what : told ``what`` is compiled, if it has to be compiled.
        fixed : settings that it is compiled for.
        """
        which = self.key(*arguments, **fixed)
        if announce and what and not is_kept(which):
            announce(what)
        with _lock:
            if which is None:
                return self.compile(*arguments, **fixed)
            if which not in _ready:
                _ready[which] = self._found_or_made(which, arguments, fixed)
            made: Callable[..., Any] = _ready[which]
            return made

    def compile(self, *arguments: Any, **fixed: Any) -> Any:
        """Compile it now.

        A copy of the function is traced: JAX remembers functions by identity, and what it remembers of one may have
        been made before a session put something else in the place of a mechanism.
        """
        import jax

        f = self.function
        fresh = types.FunctionType(f.__code__, f.__globals__, f.__name__, f.__defaults__, f.__closure__)
        fresh.__kwdefaults__ = f.__kwdefaults__
        jitted = jax.jit(fresh, static_argnames=tuple(fixed), donate_argnums=self.donate)
        return jitted.lower(*arguments, **fixed).compile()

    def _found_or_made(self, which: str, arguments: Any, fixed: dict[str, Any]) -> Any:
        found = _from_disk(which)
        if found is not None:
            return found
        with kept.alone(which + ENDING):  # a second process waits for what the first is compiling
            return _from_disk(which) or self._made(which, arguments, fixed)

    def _made(self, which: str, arguments: Any, fixed: dict[str, Any]) -> Any:
        made = self.compile(*arguments, **fixed)
        if self.key(*arguments, **fixed) == which:  # nobody has put something else in place meanwhile
            _to_disk(which, made)
        return made


class AtHand:
    """Compiled programs that somebody has at hand, by a key of theirs: each is looked up once."""

    def __init__(self) -> None:
        self._programs: dict[Any, Callable[..., Any]] = {}

    def __bool__(self) -> bool:
        """Return whether there is any."""
        return bool(self._programs)

    def __call__(self, key: Any, program: Program, arguments: Any, **asked: Any) -> Callable[..., Any]:
        """Return a compiled program; under one key the shapes of its arguments are the same in every call.

        Parameters
        ----------
        asked : as in :meth:`Program.ready`.
        """
        if key not in self._programs:
            self._programs[key] = program.ready(*arguments, **asked)
        return self._programs[key]


def compiled(*donate: int) -> Callable[[Callable[..., Any]], Program]:
    """Mark a function as a :class:`Program`; ``donate`` are positions of arguments that it may use up."""
    return lambda function: Program(function, donate)


def settings() -> tuple[Any, ...]:
    """Return the compiler's own settings in this thread, by name."""
    import jax

    plain = (bool, int, float, str, type(None))
    return tuple(
        sorted((n, v) for n, v in jax.config.values.items() if isinstance(v, plain) and "dir" not in n)
    )


@cache
def machine() -> tuple[str, ...]:
    """Return the versions, flags and processor that machine code is made for; read once, as JAX reads its flags."""
    import jax
    import jaxlib
    import numpy

    processor = ""
    with contextlib.suppress(OSError):
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        processor = next((line for line in lines if line.startswith(("flags", "Features"))), "")
    return (
        jax.__version__,
        jaxlib.__version__,
        numpy.__version__,
        platform.python_version(),
        platform.platform(),
        os.environ.get("XLA_FLAGS", ""),
        jax.devices()[0].device_kind,
        platform.processor() + processor,
    )


def is_kept(which: str | None) -> bool:
    """Return whether a program (by its :meth:`Program.key`) need not be compiled."""
    return which is not None and (which in _ready or kept.is_there(which + ENDING))


def _from_disk(which: str) -> Any:
    """Return a kept program, or None where there is none that can be used."""
    from jax.experimental import serialize_executable

    try:
        data = kept.load(which + ENDING)
        return None if data is None else serialize_executable.deserialize_and_load(*data)
    except Exception:  # whatever is wrong with a kept program, compiling it again puts it right
        return None


def _to_disk(which: str, program: Any) -> None:
    from jax.experimental import serialize_executable

    with contextlib.suppress(Exception):  # a device without serialisation: compiled each time
        kept.save(which + ENDING, serialize_executable.serialize(program), KEPT)
