"""Renew the list of claims that cannot be tested on its page: ``python docs/make_untested.py``."""

from __future__ import annotations

import re
from pathlib import Path

PAGE = Path(__file__).parent / "explanation" / "cannot_be_tested.md"
BETWEEN = re.compile(r"(<!-- untested:begin -->\n).*?(<!-- untested:end -->)", re.DOTALL)


def listed() -> str:
    """Return the claims that are not modelled, with the reason of each."""
    from kennan import article

    lines = [
        f"* `{name}`: {claim.paraphrase} *{getattr(claim, 'reason', '') or 'No mechanism carries it.'}*"
        for name, claim in article.claims().items()
        if claim.status == "not modelled"
    ]
    if not lines:
        return f"None at present: each of the {len(article.claims())} claims has a mechanism that carries it."
    return "\n".join(lines)


def renewed(text: str) -> str:
    """Return the page with the list as the registers have it now."""
    return BETWEEN.sub(lambda m: f"{m[1]}\n{listed()}\n\n{m[2]}", text)


if __name__ == "__main__":
    PAGE.write_text(renewed(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    print(PAGE)
