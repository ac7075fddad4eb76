"""The progress bar: worlds done, worlds a second, time left; on standard error, apart from results."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

EVERY = 10.0  # seconds between lines where no bar can be drawn (a log file)


class _Speed(ProgressColumn):
    """Worlds a second."""

    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f}/s" if task.speed else "", style="dim")


class _Bar:
    """A bar that is redrawn in place."""

    def __init__(self, progress: Progress, title: str, total: int):
        self.progress, self.title = progress, title
        self.task = progress.add_task(title, total=total, start=False)

    def advance(self, done: int, total: int) -> None:
        """Draw the bar so far."""
        if not self.progress.tasks[0].started:
            self.progress.start_task(self.task)
        self.progress.update(self.task, completed=done, total=total)

    def say(self, text: str) -> None:
        """Show what is being done instead of the title."""
        self.progress.update(self.task, description=text or self.title)


class _Lines:
    """Plain lines now and then, for logs."""

    def __init__(self, title: str):
        self.title, self.began, self.last = title, time.monotonic(), time.monotonic()

    def advance(self, done: int, total: int) -> None:
        """Print a line when the last one is some time ago, or when all is done."""
        now = time.monotonic()
        if now - self.last >= EVERY or done >= total:
            speed = done / max(now - self.began, 1e-9)
            print(f"{self.title}: {done:,} of {total:,}, {speed:,.0f}/s", file=sys.stderr, flush=True)
            self.last = now

    def say(self, text: str) -> None:
        """Print what is being done."""
        if text:
            print(text, file=sys.stderr, flush=True)


@contextmanager
def bar(title: str, total: int) -> Iterator[_Bar | _Lines]:
    """Show progress while the block runs; a bar on a terminal, else plain lines."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _Lines(title)
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(bar_width=None),
        MofNCompleteColumn(),
        _Speed(),
        TimeRemainingColumn(compact=True),
    )
    with Progress(*columns, console=console, expand=True, transient=True) as progress:
        yield _Bar(progress, title, total)
