"""LaTeX set as MathML when the site is built, so that a page needs no script and no font from elsewhere."""

from __future__ import annotations

import html
import re

from kennan.reading import mathml as reading

FENCE = re.compile(r"^```math\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<![\\$\w`])\$([^$\n`]+)\$(?![\w$])")


def typeset(markdown: str) -> str:
    """Return a page with its ``math`` fences and its formulas between dollar signs set as MathML."""
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.DOTALL | re.MULTILINE)
    return "".join(_fence(part) if part.startswith("```") else _inline(part) for part in parts)


def _fence(part: str) -> str:
    found = FENCE.fullmatch(part)
    return f'<div class="equation">{mathml(found[1].strip(), "block")}</div>' if found else part


def _inline(part: str) -> str:
    return INLINE.sub(lambda m: mathml(html.unescape(m[1]), "inline"), part)


def mathml(latex: str, display: str) -> str:
    """Return LaTeX as MathML, as the desk's page has it, safe inside Markdown."""
    return reading.mathml(latex, display).replace("_", "&#95;").replace("*", "&#42;")
