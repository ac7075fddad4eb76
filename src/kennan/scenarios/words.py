"""What a scenario's world is called on the page, in reports and in pictures.

``words.toml``: ``[closed]`` and ``[open]``, a line a word; what is left out is made of ``powers.toml``. The registers
of the model are written in the words of the article's own scenario, so that :meth:`Words.tell` can say their sentences
of any other world. No number depends on any of it, and no plan's digest.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property, partial
from pathlib import Path

from kennan.article.fields import Table, shown
from kennan.faults import Faults, unknown
from kennan.scenarios.folder import ARTICLE, Folder, on_disk
from kennan.scenarios.powers import FILE as POWERS
from kennan.scenarios.powers import ROLES, Power, Powers, read_powers

FILE = "words.toml"
LONGEST = 60  # letters of a word
#: role -> word -> what it is when the file does not say it.
WORDS = {
    "closed": {
        "called": "{name}",  # in a sentence: "the Soviet Union"
        "power": "{adjective} power",  # what the article asks about
        "orbit": "{adjective} orbit",  # what it holds
        "leaders": "the {adjective} leadership",  # who decides: "the Kremlin"
        "people": "the {adjective} side",  # who act in a cable: "the Russians"
        "seat": "{name}",  # where they sit: "Moscow"
        "map": "{name}",  # what stands on the map
    },
    "open": {
        "called": "{name}",
        "side": "the {adjective} side",  # it and its friends: "the West"
        "bloc": "{adjective}",  # as an adjective: "Western"
        "seat": "{name}",
        "map": "{name}",
    },
}
#: Words that a powers file says.
OF_POWERS = ("name", "adjective")


@dataclass(frozen=True)
class Words:
    """What a world is called: word by key, such as ``closed_power``; ``given`` are those that its files say."""

    said: tuple[tuple[str, str], ...]
    given: frozenset[str] = frozenset()

    @cached_property
    def by_key(self) -> dict[str, str]:
        """Every word by its key."""
        return dict(self.said)

    def __getitem__(self, key: str) -> str:
        return self.by_key[key]

    def tell(self, text: str) -> str:
        """Return a text that is written in the words of the article's world, in the words of this one."""
        own = _of_article()
        if self.said == own.said:
            return text
        table = {
            word: self.by_key[key] for key, word in reversed(own.said)
        }  # a name before what is on the map
        capital = {_capital(word): _capital(said) for word, said in table.items()}
        every = capital | table
        longest = sorted(every, key=len, reverse=True)
        pattern = r"\b(?:" + "|".join(map(re.escape, longest)) + r")\b"
        return re.sub(pattern, lambda found: every[found[0]], text)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


@cache
def _of_article() -> Words:
    faults = Faults()
    folder = on_disk(Path(__file__).parent / ARTICLE, faults)
    said = folder.toml(POWERS, faults)
    found = read_words(folder, read_powers(said, faults) if said else None, faults)
    faults.raise_if_any()
    assert found is not None  # what could make it None has been raised
    return found


def read_words(folder: Folder, powers: Powers | None, faults: Faults) -> Words | None:
    """Return the words of a folder; note what is wrong with its file. None where the powers are not known."""
    given: dict[str, str] = {}
    if folder.holds(FILE) and (document := folder.toml(FILE, faults)):
        Table(document.data, "words file", document.where, faults).only(ROLES)
        for role in ROLES:
            data = document.data.get(role, {})
            if not isinstance(data, dict):
                faults.add(f"{role} is no table", where=document.where(role), do=f"begin it with [{role}]")
                continue
            table = Table(data, f"{role} power", partial(document.where, role), faults)
            for word in data:
                if word in OF_POWERS:
                    do = "say it in powers.toml, and take it out here"
                    faults.add(f"{word} stands in powers.toml", where=table.at(word), do=do)
                elif word not in WORDS[role]:
                    faults.found.append(
                        unknown(f"word of the {role} power", word, WORDS[role], table.at(word))
                    )
                else:
                    given[f"{role}_{word}"] = _word(table, word)
    return _all(powers, given) if powers else None


def _word(table: Table, key: str) -> str:
    word = table.text(key)
    if len(word) > LONGEST:
        table.faults.add(f"{key} has {len(word)} letters", where=table.at(key), allowed=f"at most {LONGEST}")
    elif not word.isprintable():
        table.faults.add(f"{key} is {shown(word)}", where=table.at(key), allowed="one line of text")
    return word


def _all(powers: Powers, given: dict[str, str]) -> Words:
    found: dict[str, str] = {}
    for role in ROLES:
        power: Power = getattr(powers, role)
        names = {key: getattr(power, key) for key in OF_POWERS}
        found |= {f"{role}_{key}": word for key, word in names.items()}
        for word, usual in WORDS[role].items():
            found[f"{role}_{word}"] = given.get(f"{role}_{word}") or usual.format(**names)
    return Words(tuple(found.items()), frozenset(given))
