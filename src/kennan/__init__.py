"""The X Article of 1947, made to run.

Question : what becomes of Soviet power, and which sentence of the article carries which part of the answer?
Comes in : a scenario, policies of the open power, and numbers that may be changed.
Goes out : many possible histories, as an ``xarray.Dataset`` or as a run folder.
May use  : nothing is imported before it is asked for; the rooms below say what they use.

>>> import kennan
>>> runs = kennan.run("x-1947", policy="containment", worlds=1000, seed=47)  # doctest: +SKIP
>>> bands = runs.orbit.quantile([0.05, 0.5, 0.95], "world")  # doctest: +SKIP
>>> bands.sel(policy="containment").plot.line(x="month")  # doctest: +SKIP
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan import plots
    from kennan.api import compare, hindcast, open, run, score

__version__ = "0.1.0"
__all__ = ["__version__", "compare", "hindcast", "open", "plots", "run", "score"]


def __getattr__(name: str) -> Any:
    import importlib

    if name in ("compare", "hindcast", "open", "score"):
        return getattr(importlib.import_module("kennan.api"), name)
    if name in ("plots", "run"):
        return importlib.import_module(f"kennan.{name}")
    raise AttributeError(f"module 'kennan' has no attribute {name!r}")


class _Callable(ModuleType):
    """The room ``kennan.run``, which can also be called, because ``kennan.run(...)`` is what people type."""

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        from kennan.api import run

        return run(*args, **kwargs)

    @property
    def __signature__(self) -> Any:
        import inspect

        from kennan.api import run

        return inspect.signature(run)


class _House(ModuleType):
    """This package. Importing a room sets it here as an attribute; the room ``run`` is made callable then."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name == "run" and isinstance(value, ModuleType):
            value.__class__ = _Callable
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _House


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
