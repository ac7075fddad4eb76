"""Words of the article and of the model, for the notes behind them."""

from __future__ import annotations

from pydantic import Field

from kennan.server import schema
from kennan.server.call import Call
from kennan.server.endpoint import endpoint


class Term(schema.Answer):
    """One word of the glossary."""

    term: str
    kind: str = Field(description="article or model")
    passages: list[str]
    meaning: str


class Terms(schema.Answer):
    """The glossary, in its own order."""

    terms: list[Term]


@endpoint("/api/terms", answer=Terms, early=True)
def terms(_: Call[None]) -> Terms:
    """Return the glossary."""
    from kennan import article

    found = article.terms().items()
    return Terms(
        terms=[Term(term=n, kind=t.kind, passages=list(t.passages), meaning=t.meaning) for n, t in found]
    )


ENDPOINTS = [terms]
