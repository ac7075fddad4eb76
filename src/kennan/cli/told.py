"""What is no fault that stops, but ought to be known: said on standard error, beside whatever is printed."""

from __future__ import annotations

import sys


def aside(words: str) -> None:
    """Say something on standard error."""
    print(f"note: {words}", file=sys.stderr)
