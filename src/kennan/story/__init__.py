"""One world told: what happened in it, when and where, as a historian would write it down.

Question : what became of this world, event by event?
Comes in : a run, and the number of one of its worlds.
Goes out : a :class:`Story`: dated events, each with its place, its numbers and the article's passages, as sentences.
May use  : ``kennan.engine``, ``model``, ``scenarios``, ``records`` and ``ledger``. Nothing that draws or prints.

A story is made from the months of the world itself, walked again to the bit, and from nothing else: what happened to
which theatre, how long, how high, what stood before and after. Its sentences stand in ``words.toml``.

    course.py      one world month by month
    happenings.py  what happened, read off its months
    telling.py     happenings as sentences
    words.toml     the sentences
"""

from __future__ import annotations

from kennan.story.telling import Story, Told, story

__all__ = ["Story", "Told", "story"]
