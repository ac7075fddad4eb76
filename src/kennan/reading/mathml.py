"""LaTeX of the equations set as MathML, so that a reader needs no script and no font from elsewhere."""

from __future__ import annotations

import html
import re

from kennan.model.in_use import of_model

BRACE = re.compile(r"<mo [^>]*>&#x0007B;</mo><mtable>")  # before cases: drawn as a line, whatever the font
MTEXT = re.compile(r"<mtext>([\w.]+)</mtext>")
FENCE = re.compile(
    r'<mo (?:stretchy="true" |fence="true" |form="\w+"\s?)+>(&#x000(?:28|29|5B|5D);|[\[\]()])</mo>'
)
ROW = re.compile(r"<mrow>(<(mtext|mi|mn|mo)[^>]*>[^<]*</\2>)</mrow>")  # a row of one thing is that thing
ENTITY = re.compile(r"&#x0*([0-9A-F]+);")
KEPT = {"26", "3C", "3E"}  # signs that must stay escaped


@of_model
def mathml(latex: str, display: str = "block") -> str:
    """Return LaTeX as MathML; numbers of the model are marked with the class "number", levers with "outside".

    What every reader of MathML takes for granted (that a bracket stretches) is left out, which halves its length.
    """
    from latex2mathml.converter import convert

    written = BRACE.sub('<mtable class="cases">', convert(latex, display=display))
    written = ROW.sub(r"\1", FENCE.sub(r"<mo>\1</mo>", written))
    written = written.replace(' columnalign="left"', "").replace(
        ' xmlns="http://www.w3.org/1998/Math/MathML"', ""
    )
    return ENTITY.sub(_sign, MTEXT.sub(_marked, written))


def _sign(found: re.Match[str]) -> str:
    return found[0] if found[1] in KEPT else html.unescape(found[0])


def _marked(found: re.Match[str]) -> str:
    kind = _kinds().get(found[1], "outside" if found[1].startswith("lever.") else "")
    return f'<mtext class="{kind}">{found[1]}</mtext>' if kind else found[0]


@of_model
def _kinds() -> dict[str, str]:
    from kennan.model import parameters

    return dict.fromkeys(parameters.load(), "number")
