"""What a function is, as it stands in memory: a digest of its code, of all that it calls, and of all that it reads.

A file on disk says what the *next* process will run. What this one runs is in its code objects, in the registers as
they were loaded, and in whatever a session has put in their place. Two functions of the same fingerprint compute the
same, so what has been made of one may be kept under it. Where that cannot be told, :class:`CannotTell` is raised, and
nothing is kept.

Followed are functions of any package but the libraries below, whose versions are part of a key anyway: from name to
name, through modules, defaults, closures, partials, classes and data. A cached function without arguments stands for
the value that it holds, and what follows from the model in use for its answer under that model; a cached one with
arguments may hold what it made of other code, and cannot be told.
"""

from __future__ import annotations

import builtins
import dataclasses
import dis
import functools
import hashlib
import inspect
import sys
import types
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from kennan.model.in_use import OfModel

#: Libraries that compute and nothing else: what they hand out depends on their version and on what they are given.
PURE = frozenset({
    "__future__", "_functools", "_operator", "abc", "builtins", "collections", "dataclasses", "enum", "functools",
    "itertools", "jax", "jaxlib", "math", "ml_dtypes", "numpy", "operator", "types", "typing", "zlib",
})  # fmt: skip
#: Built-in functions that reach beyond what they are given.
BEYOND = frozenset({
    "__import__", "breakpoint", "compile", "eval", "exec", "globals", "input", "locals", "open", "vars",
})  # fmt: skip
#: What libraries of arrays read files with, or call back to Python: what it hands out is not told by their version.
#: Ours is read by hand here too; a function of somebody else's may not use it.
READERS = frozenset({
    "DataSource", "fromfile", "fromregex", "genfromtxt", "io_callback", "load", "loadtxt", "memmap", "open_memmap",
    "pure_callback",
})  # fmt: skip
#: Ways round the names that a function looks up. Ours are read by hand; a function of somebody else's may not use them.
ROUND_ABOUT = frozenset({
    "__builtins__", "__closure__", "__code__", "__dict__", "__getattribute__", "__globals__", "__subclasses__",
    "f_globals", "getattr", "setattr",
})  # fmt: skip
PLAIN = (type(None), bool, int, float, complex, str, bytes, type(...), type(NotImplemented))
#: Whether two equal ones are one object depends on how Python came by a module: from its source, or from what it kept.
SHARED_AT_WILL = (tuple, frozenset, types.CodeType)
#: What a class holds besides what it does.
BOOKKEEPING = frozenset({
    "__repr__", "__str__", "__dict__", "__weakref__", "__doc__", "__module__", "__annotations__",
    "__dataclass_fields__", "__dataclass_params__", "__match_args__", "__parameters__", "__orig_bases__",
    "__abstractmethods__", "_abc_impl", "__slots__", "__static_attributes__", "__firstlineno__", "__annotate__",
    "__annotate_func__", "__annotations_cache__", "__slotnames__",
})  # fmt: skip


_NOTHING = object()
_PUT_IN_PLACE = (types.FunctionType, types.MethodType, functools.partial, types.ModuleType)


class CannotTell(Exception):  # noqa: N818  (it is no error: the work is done, and nothing is kept)
    """Something in reach is not code or data that could be read."""


def of(*roots: Any) -> str:
    """Return the fingerprint of functions and data: 64 hexadecimal digits, the same in every process.

    Raises
    ------
    CannotTell : something in reach cannot be read; its name is in the message.
    """
    reading = _Reading()
    for root in roots:
        reading.read(root)
    return reading.finish()


class _Reading:
    """One walk through what is reached; each thing is read once and then named by its number."""

    def __init__(self) -> None:
        self.made = hashlib.sha256()
        self._numbers: dict[int, int] = {}
        self._held: list[Any] = []  # so that no number is given to two things
        self._names: set[str] = set()  # everything that any function in reach looks up
        self._members: list[tuple[str, str, Any]] = []  # of classes in reach, not read yet

    def say(self, *words: object) -> None:
        """Take words into the digest, told apart from whatever stands beside them."""
        self.made.update(repr(words).encode("utf-8", "surrogatepass"))

    def read(self, value: Any) -> None:
        """Take a value into the digest."""
        if isinstance(value, PLAIN) and type(value) in PLAIN:
            self.say(type(value).__name__, value)
            return
        if not isinstance(value, SHARED_AT_WILL):
            if id(value) in self._numbers:
                self.say("again", self._numbers[id(value)])
                return
            self._numbers[id(value)] = len(self._numbers)
            self._held.append(value)
        self._read_new(value)

    def _read_new(self, value: Any) -> None:
        if isinstance(value, types.CodeType):
            self._code(value)
        elif isinstance(value, types.FunctionType):
            self._function(value)
        elif isinstance(value, types.MethodType):
            self._all("method", value.__func__, value.__self__)
        elif isinstance(value, functools.partial):
            self._all("partial", value.func, value.args, value.keywords)
        elif isinstance(value, functools._lru_cache_wrapper | OfModel):
            self._cached(value)
        elif isinstance(value, types.ModuleType):
            self.say("module", value.__name__)  # what is used of it is read where it is used
        elif isinstance(value, classmethod | staticmethod):
            self._all(type(value).__name__, value.__func__)
        elif isinstance(value, property | functools.cached_property):
            self._all("property", *(getattr(value, name, None) for name in ("fget", "fset", "func")))
        elif isinstance(value, type):
            self._class(value)
        elif isinstance(value, Mapping):
            self._all("mapping", type(value).__qualname__, *(part for pair in value.items() for part in pair))
        elif isinstance(value, list | tuple):
            self._all("list", type(value).__qualname__, *value)
        elif isinstance(value, set | frozenset):
            self._all("set", *sorted(value, key=repr))
        elif isinstance(value, np.ndarray | np.generic) or _is_array(value):
            array = np.asarray(value)
            if array.dtype.hasobject:
                raise CannotTell("an array of objects")
            self.say("array", str(array.dtype), array.shape)
            self.made.update(np.ascontiguousarray(array).tobytes())
        elif isinstance(value, np.dtype):
            self.say("dtype", str(value))
        elif _pure(value) and hasattr(value, "__name__"):
            self.say("library", *_name(value))
        elif inspect.isroutine(value) and hasattr(value, "__wrapped__"):
            self._all("wrapped", value.__wrapped__)
        elif dataclasses.is_dataclass(value) or type(value).__module__.partition(".")[0] == "kennan":
            self._all("instance", type(value), _fields(value))
        else:
            raise CannotTell(f"{type(value).__module__}.{type(value).__qualname__}")

    def _all(self, kind: str, *parts: Any) -> None:
        self.say(kind, len(parts))
        for part in parts:
            self.read(part)

    def _code(self, code: types.CodeType) -> None:
        self.say("code", code.co_code, code.co_names, code.co_varnames, code.co_freevars, code.co_cellvars)
        self.say(code.co_argcount, code.co_posonlyargcount, code.co_kwonlyargcount, code.co_flags)
        self.say(getattr(code, "co_exceptiontable", b""))
        self._all("constants", *code.co_consts)

    def _function(self, function: types.FunctionType) -> None:
        if _pure(function):
            self.say("library", *_name(function))
            return
        self._all("function", function.__code__, function.__defaults__, function.__kwdefaults__)
        for cell in function.__closure__ or ():
            try:
                self.read(cell.cell_contents)
            except ValueError:  # not filled yet
                self.say("empty")
        names = sorted(_names(function.__code__))
        self._names.update(names)
        ours = str(function.__module__).partition(".")[0] == "kennan"
        if not ours and (found := ROUND_ABOUT.intersection(names)):
            raise CannotTell(f"{function.__module__}.{function.__qualname__} uses {min(found)}")
        if function.__dict__:
            self._all("attributes", function.__dict__)
        for name in names:
            if name in function.__globals__:
                self.say("global", name)
                self._used(function.__globals__[name], names, ours)
            elif hasattr(builtins, name):
                self._builtin(name, function)
        for name in _imported(function.__code__):
            if name not in sys.modules:
                raise CannotTell(f"{name} is not imported yet")
            self._used(sys.modules[name], names, ours)

    def _builtin(self, name: str, function: types.FunctionType) -> None:
        value = getattr(builtins, name)
        if name not in BEYOND and _pure(value):
            self.say("builtin", name)
        elif name in _taken(
            function.__code__, "LOAD_GLOBAL", "LOAD_NAME"
        ):  # and not only an attribute of that name
            if name in BEYOND:
                raise CannotTell(f"{function.__module__}.{function.__qualname__} uses {name}")
            self.read(value)

    def _used(self, value: Any, names: Iterable[str], ours: bool) -> None:
        """Read a value; of a module, what a function that looks up ``names`` could take from it."""
        self.read(value)
        if not isinstance(value, types.ModuleType):
            return
        if value.__name__.partition(".")[0] in sys.stdlib_module_names and not _pure(value):
            raise CannotTell(f"the module {value.__name__}")
        for name in names:
            inner = vars(value).get(name, _NOTHING)
            if inner is not _NOTHING and name in READERS and _pure(value) and not ours:
                raise CannotTell(f"{value.__name__}.{name}")
            # a library's own parts depend on its version; what a session has put in their place does not
            if inner is _NOTHING or (_pure(value) and not isinstance(inner, _PUT_IN_PLACE)):
                continue
            self.say("of", value.__name__, name)
            if isinstance(inner, types.ModuleType):
                if id(inner) not in self._numbers:
                    self._used(inner, names, ours)
            else:
                self.read(inner)

    def _cached(self, function: Any) -> None:
        if _pure(function):
            self.say("library", *_name(function))
            return
        if inspect.signature(function).parameters:
            raise CannotTell(
                f"{function.__module__}.{function.__qualname__} may hold what it made of other code"
            )
        self._all("cached", function())

    def _class(self, value: type) -> None:
        if _pure(value):
            self.say("library", *_name(value))
            return
        self._all("class", value.__qualname__, *value.__bases__)
        members = {name: part for name, part in sorted(vars(value).items()) if name not in BOOKKEEPING}
        self._members += [
            (value.__qualname__, name, part)
            for name, part in members.items()
            if not isinstance(part, types.MemberDescriptorType)
        ]

    def finish(self) -> str:
        """Read the methods that anything in reach could call, and return the digest."""
        waiting, self._members = self._members, []
        while waiting:
            called = [one for one in waiting if one[1] in self._names or one[1].startswith("__")]
            for owner, name, part in called:
                self.say("member", owner, name)
                self.read(part)
            waiting = [one for one in waiting if one not in called] + self._members if called else []
            self._members = []
        return self.made.hexdigest()


def _names(code: types.CodeType) -> set[str]:
    """Return every name that a code object, or one within it, looks up: globals, attributes and imported modules."""
    found = set(code.co_names)
    for part in code.co_consts:
        if isinstance(part, types.CodeType):
            found |= _names(part)
    return found


def _imported(code: types.CodeType) -> list[str]:
    """Return the modules that a code object, or one within it, imports as it runs."""
    return _taken(code, "IMPORT_NAME") if any(name in sys.modules for name in _names(code)) else []


def _taken(code: types.CodeType, *steps: str) -> list[str]:
    """Return the names that certain steps of a code object, or of one within it, take (slow: it takes it apart)."""
    found = [step.argval for step in dis.get_instructions(code) if step.opname in steps]
    inner = (part for part in code.co_consts if isinstance(part, types.CodeType))
    return found + [name for part in inner for name in _taken(part, *steps)]


def _name(value: Any) -> tuple[str, str]:
    return str(getattr(value, "__module__", "") or ""), str(getattr(value, "__qualname__", value.__name__))


def _pure(value: Any) -> bool:
    """Say whether something is a library's, and of a library that computes and nothing else."""
    module = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
    return str(module or type(value).__module__).partition(".")[0] in PURE


def _is_array(value: Any) -> bool:
    jax = sys.modules.get("jax")
    return jax is not None and isinstance(value, jax.Array) and not isinstance(value, jax.core.Tracer)


def _fields(value: Any) -> dict[str, Any]:
    if dataclasses.is_dataclass(value):
        return {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    if hasattr(value, "__dict__"):
        return dict(vars(value))
    raise CannotTell(f"{type(value).__module__}.{type(value).__qualname__}")
