"""What every command prints for programs, and whether it shows how far it has come."""

from __future__ import annotations

import argparse
import json
import math
import sys
from contextlib import AbstractContextManager
from typing import Any

from kennan.cli import streams
from kennan.records import work


def as_json(data: Any) -> int:
    """Print one JSON value, in UTF-8; return the exit code of a command that is done.

    JSON has no infinity and no NaN: a number that is not finite becomes null.
    """
    text = json.dumps(_finite(data), indent=2, ensure_ascii=False, allow_nan=False)
    streams.utf8()
    print(text)
    return 0


def _finite(data: Any) -> Any:
    if isinstance(data, float):
        return data if math.isfinite(data) else None
    if isinstance(data, dict):
        return {name: _finite(value) for name, value in data.items()}
    return [_finite(value) for value in data] if isinstance(data, list | tuple) else data


def watched(
    asked: argparse.Namespace, title: str = "worlds", total: int = 1
) -> AbstractContextManager[work.Watch]:
    """Give a progress bar on standard error, or somebody who looks at nothing.

    With ``--json`` only a terminal shows one: what a program reads from standard error is a fault in JSON, or nothing.
    """
    hidden = getattr(asked, "quiet", False) or (asked.json and not sys.stderr.isatty())
    return work.watched(not hidden, total, title)
