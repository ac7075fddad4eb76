"""Tables and lists in Markdown, as the generated pages use them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any


def table(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> str:
    """Return a table in Markdown."""
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def cell(value: Any) -> str:
    """Return one value as a table shows it."""
    if value is None:
        return "∞"
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, float):
        return {float("inf"): "∞", float("-inf"): "−∞"}.get(value, f"{value:g}")
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return str(value).replace("|", "\\|")


def coded(names: Iterable[str]) -> str:
    """Return names as code, in one line."""
    return ", ".join(f"`{name}`" for name in names)


def passages(names: Iterable[str]) -> str:
    """Return a list of passages with their paraphrases."""
    from kennan import article

    known = article.passages()
    return "".join(f"* **{name}** {known[name].paraphrase}\n" for name in names)


def ordered_passages(names: Iterable[str]) -> list[str]:
    """Return passages in the order of the article, each once."""
    from kennan import article

    wanted = set(names)
    return [name for name in article.passages() if name in wanted]
