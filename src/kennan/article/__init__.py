"""What the article says.

Question : which sentence of the X Article stands behind a mechanism, a number or a result?
Comes in : the room's own files: ``passages.toml`` (every paragraph, paraphrased), ``claims/part_*.toml``
           (every assertion that could be false, with what would show it and what would refute it) and
           ``terms.toml`` (glossary).
Goes out : :func:`passages`, :func:`claims` and :func:`terms`, checked as they are read; a file that cannot
           be used raises :class:`kennan.faults.BadInput` with all its faults.
May use  : ``kennan.faults``, ``kennan.toml`` and the standard library. It is the lowest room: it knows no
           number, no equation and no result.

The article is paraphrased throughout. Paragraphs are numbered by part and place ("III.4" is the fourth
paragraph of the third part); how broken and truncated paragraphs are counted is said at the head of
``passages.toml``.

    claims.schema.json  what a file of claims may hold
    entries.py          what one entry of the article's registers holds
    fields.py           reads the text fields of one TOML table and notes every fault
    literature.py       the literature: what stands behind sources, and which entries a source names
    literature.toml     the literature itself
    load.py             reads the registers of this room and checks them as they are read
"""

from kennan.article.entries import STATUSES, Claim, Passage, Term
from kennan.article.load import claims, passages, terms

__all__ = ["STATUSES", "Claim", "Passage", "Term", "claims", "passages", "terms"]
