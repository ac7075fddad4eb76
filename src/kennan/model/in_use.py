"""The model in use: the article's own, or that with somebody's extensions.

Every register (quantities, parameters, draws, the order of the month) answers for the model in use, and so does every
table that follows from one (:func:`of_model`). Which model that is belongs to the thread of work, not to the process:
two runs with different extensions can be walked side by side. Work handed to other threads takes it along
(:mod:`kennan.engine.queue`).
"""

from __future__ import annotations

import contextvars
import functools
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, ParamSpec, TypeVar, cast

if TYPE_CHECKING:
    from kennan.model.extension import Extension

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
_extensions: contextvars.ContextVar[tuple[Extension, ...]] = contextvars.ContextVar("extensions", default=())


def extensions() -> tuple[Extension, ...]:
    """Return the extensions of the model in use, in their order; none for the article's own."""
    return _extensions.get()


@contextmanager
def using(these: tuple[Extension, ...]) -> Iterator[None]:
    """Let the registers answer for the article's model with these extensions, and with no others."""
    before = _extensions.set(tuple(these))
    try:
        yield
    finally:
        _extensions.reset(before)


def adopt(these: tuple[Extension, ...]) -> None:
    """Let the registers answer so for the rest of this thread of work: for a command, which reads a run and ends."""
    _extensions.set(tuple(these))


class OfModel(Generic[P, R]):
    """A function whose answer follows from the model in use; see :func:`of_model`."""

    def __init__(self, function: Callable[P, R], size: int | None, *, kept: bool):
        functools.update_wrapper(self, function)
        self.function = function

        def answer(these: tuple[Extension, ...], *given: Any) -> R:
            with using(these):
                return cast(Any, function)(*given)

        self._kept = functools.lru_cache(maxsize=size)(answer) if kept else None

    def __call__(self, *given: P.args, **named: P.kwargs) -> R:
        """Return the answer, found out once for each model."""
        if self._kept is None:
            return self.function(*given, **named)
        return self._kept(extensions(), *given, **cast(Any, named))

    def cache_clear(self) -> None:
        """Forget every answer."""
        if self._kept is not None:
            self._kept.cache_clear()


def of_model(function: Callable[P, R]) -> OfModel[P, R]:
    """Keep what a function returns, once for each model in use: ``functools.cache`` for what follows from registers."""
    return OfModel(function, None, kept=True)


def of_model_few(size: int) -> Callable[[Callable[P, R]], OfModel[P, R]]:
    """Keep what a function returned last, as :func:`of_model` does, for so many calls."""
    return lambda function: OfModel(function, size, kept=True)


def of_model_now(function: Callable[P, R]) -> OfModel[P, R]:
    """Mark a function without arguments that reads the model in use afresh each time."""
    return OfModel(function, None, kept=False)


def along(function: Callable[..., R]) -> Callable[..., R]:
    """Return a function that works under the model in use now, whatever thread calls it (once)."""
    return functools.partial(contextvars.copy_context().run, function)


def stepwise(these: tuple[Extension, ...], made: Generator[R, None, T]) -> Generator[R, None, T]:
    """Hand on what a generator yields and returns; it works under these extensions, and whoever takes does not."""
    try:
        while True:
            with using(these):
                try:
                    one = next(made)
                except StopIteration as end:
                    return cast(T, end.value)
            yield one
    finally:
        with using(these):
            made.close()


def of_nobody(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function work under the article's own model, whatever is in use where it is called."""

    @functools.wraps(function)
    def within(*given: P.args, **named: P.kwargs) -> R:
        with using(()):
            return function(*given, **named)

    return within


def under_plan(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function whose first argument is a plan work under that plan's model."""

    @functools.wraps(function)
    def within(*given: P.args, **named: P.kwargs) -> R:
        with using(cast(Any, given[0]).extensions):
            return function(*given, **named)

    return within


def of_plan(method: Callable[P, R]) -> Callable[P, R]:
    """Let a method of something that has a ``plan`` work under that plan's model."""

    @functools.wraps(method)
    def within(*given: P.args, **named: P.kwargs) -> R:
        with using(cast(Any, given[0]).plan.extensions):
            return method(*given, **named)

    return within
