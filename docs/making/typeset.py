"""LaTeX set as MathML when the site is built, so that a page needs no script and no font from elsewhere."""

from __future__ import annotations

import html
import re
from functools import cache

FENCE = re.compile(r"^```math\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"(?<![\\$\w`])\$([^$\n`]+)\$(?![\w$])")
BRACE = re.compile(r"<mo [^>]*>&#x0007B;</mo><mtable>")  # before cases: drawn as a line, whatever the font
MTEXT = re.compile(r"<mtext>([\w.]+)</mtext>")


def typeset(markdown: str) -> str:
    """Return a page with its ``math`` fences and its formulas between dollar signs set as MathML."""
    parts = re.split(r"(^```.*?^```$)", markdown, flags=re.DOTALL | re.MULTILINE)
    return "".join(_fence(part) if part.startswith("```") else _inline(part) for part in parts)


def _fence(part: str) -> str:
    found = FENCE.fullmatch(part)
    return f'<div class="equation">{mathml(found[1].strip(), "block")}</div>' if found else part


def _inline(part: str) -> str:
    return INLINE.sub(lambda m: mathml(html.unescape(m[1]), "inline"), part)


@cache
def mathml(latex: str, display: str) -> str:
    """Return LaTeX as MathML, numbers of the model marked apart from quantities, safe inside Markdown."""
    from latex2mathml.converter import convert

    written = BRACE.sub('<mtable class="cases">', convert(latex, display=display))
    written = MTEXT.sub(_marked, written)
    return written.replace("_", "&#95;").replace("*", "&#42;")


def _marked(found: re.Match[str]) -> str:
    kind = _kinds().get(found[1], "outside" if found[1].startswith("lever.") else "")
    return f'<mtext class="{kind}">{found[1]}</mtext>' if kind else found[0]


@cache
def _kinds() -> dict[str, str]:
    from kennan.model import parameters

    return dict.fromkeys(parameters.load(), "number")
