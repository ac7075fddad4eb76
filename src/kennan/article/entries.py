"""What one entry of the article's registers holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

PARTS = ("I", "II", "III", "IV")
STATUSES = ("has mechanism", "not modelled")
KINDS = ("article", "model")


@dataclass(frozen=True)
class Passage:
    """One paragraph of the article.

    Parameters
    ----------
    id : part and place, "III.4".
    part : "I", "II", "III" or "IV".
    opening : the first few words, to find the paragraph in any printing.
    paraphrase : what it says, in one or two sentences of our own.
    words : the words that carry its content, for searching.
    """

    id: str
    part: str
    opening: str
    paraphrase: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Claim:
    """One assertion of the article that an implementation can get wrong.

    Parameters
    ----------
    id : paragraph, letter where a paragraph makes several, and a short name ("II.10b-prestige-trap").
    passages : the paragraphs that make it.
    paraphrase : the claim in our own words.
    mechanisms : the strengths that carry it; setting them to 0 takes the claim out of the model.
    levers : what the open power does that the claim speaks of.
    signature : what a run must show if the code does what the passage says.
    falsifier : what would show that it does not.
    status : one of ``STATUSES``.
    reason : why it cannot be tested, if it is not modelled.
    checks : what is run and measured to test it, as it stands in the file; the ledger reads it.
    """

    id: str
    passages: tuple[str, ...]
    paraphrase: str
    mechanisms: tuple[str, ...]
    levers: tuple[str, ...]
    signature: str
    falsifier: str
    status: str
    reason: str = ""
    checks: tuple[dict[str, Any], ...] = ()

    @property
    def part(self) -> str:
        """The part of the article in which the claim is first made."""
        return self.id.split(".", 1)[0]


@dataclass(frozen=True)
class Term:
    """One word of the glossary.

    Parameters
    ----------
    term : the word as it is used in tables, messages and reports.
    meaning : what it means here.
    kind : "article" for a word of the text, "model" for a word of this program.
    passages : where the article uses it; empty for a word that is only the model's.
    """

    term: str
    meaning: str
    kind: str
    passages: tuple[str, ...]
