"""A scenario as the files of its folder, in full: what a plan holds, so that a run never depends on a path.

Two folders with one name and the same files are the same scenario, wherever they lie; pictures and notes beside the
files of a scenario are passed over and not kept.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from kennan import textfile, toml
from kennan.article.fields import shown
from kennan.faults import BadInput, Faults, unknown

ARTICLE = "x-1947"  # the article's own world, in whose words the registers of the model are written
FILES = {  # file -> what it is to its reader
    "scenario.toml": "scenario file",
    "powers.toml": "powers file",
    "hindsight.toml": "hindsight file",
    "theatres.csv": "table of theatres",
    "links.csv": "table of links",
    "countries.csv": "table of countries",
    "theatre_states.csv": "table of the states of theatres",
    "record.toml": "record file",
    "words.toml": "words file",
    "tiles.csv": "table of tiles",
    "map.json": "map",
}
POLICIES = "policies"  # a folder in it, of policy files
#: Of these no number depends: they travel with a plan and are no part of its digest. A plan holds its policies itself.
TOLD_ONLY = ("words.toml", "tiles.csv", "map.json")
#: Nothing is foreseen; every theatre is a country; states weigh alike; no record; usual words, and places from
#: longitude and latitude.
MAY_LACK = ("hindsight.toml", "countries.csv", "theatre_states.csv", "record.toml", *TOLD_ONLY)
LARGEST = 1_000_000  # bytes of a file; the largest of the shipped ones has 24,000
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")  # it stands in the names of run folders
OF_POLICY = re.compile(rf"{POLICIES}/{NAME.pattern}\.toml")
FIELDS = ("name", "files")


def kind(file: str) -> str:
    """Return what a file of a scenario is to its reader; "" where it is none."""
    return "policy file" if OF_POLICY.fullmatch(file) else FILES.get(file, "")


def counts(file: str) -> bool:
    """Say whether numbers may depend on a file of a scenario by itself."""
    return file not in TOLD_ONLY and not OF_POLICY.fullmatch(file)


@dataclass(frozen=True)
class Folder:
    """The files of a scenario.

    Parameters
    ----------
    name : what the folder is called.
    files : (file, its text), sorted by file.
    at : where it was read, for messages; two folders are equal wherever they were read.
    unread : files that are there and could not be read (and were told).
    """

    name: str
    files: tuple[tuple[str, str], ...]
    at: str = field(default="", compare=False)
    unread: tuple[str, ...] = field(default=(), compare=False)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<scenario {self.name} in full: {', '.join(self._texts)}>"

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Folder, (
            self.name,
            self.files,
            self.at,
            self.unread,
        )  # hashes of text differ between processes

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.files))

    @cached_property
    def _texts(self) -> dict[str, str]:
        return dict(self.files)

    def path(self, file: str) -> Path:
        """Return the place of a file, for messages."""
        return Path(self.at or self.name) / file

    def holds(self, file: str) -> bool:
        """Say whether the file is there."""
        return file in self._texts

    def text(self, file: str, faults: Faults) -> str | None:
        """Return the text of a file; None, and a fault more, where it is not there."""
        if file not in self._texts and file not in self.unread:
            do = f"every scenario has {', '.join(name for name in FILES if name not in MAY_LACK)}"
            faults.add(f"there is no such {kind(file)}", where=str(self.path(file)), do=do)
        return self._texts.get(file)

    def toml(self, file: str, faults: Faults) -> toml.Document | None:
        """Return a file in TOML; None, and a fault more, where it is not there or none."""
        if (text := self.text(file, faults)) is None:
            return None
        try:
            return toml.parsed(text, self.path(file), kind(file))
        except BadInput as error:
            faults.take(error)
            return None

    @property
    def policies(self) -> dict[str, str]:
        """The folder's own policies: what each file is called, by the name by which it is chosen."""
        return {file[len(POLICIES) + 1 : -5]: file for file in self._texts if OF_POLICY.fullmatch(file)}

    def as_dict(self) -> dict[str, Any]:
        """Return the folder as plain data, as a plan holds it; :func:`from_dict` is the inverse."""
        return {"name": self.name, "files": dict(self.files)}

    def counting(self) -> dict[str, Any]:
        """Return :meth:`as_dict` of the files on which numbers may depend."""
        return {"name": self.name, "files": {file: text for file, text in self.files if counts(file)}}


def on_disk(path: str | os.PathLike[str], faults: Faults) -> Folder:
    """Return the scenario files of a folder; note what cannot be read, and tables that nothing would read."""
    at = Path(path)
    files: dict[str, bytes] = {}
    unread = []
    for one in _listed(at, faults):
        name = one.relative_to(at).as_posix()
        if what := kind(name):
            try:
                files[name] = textfile.read(one, what, one.suffix[1:].upper(), LARGEST).encode()
            except BadInput as error:
                faults.take(error)
                unread.append(name)
        elif one.suffix.lower() in (".toml", ".csv"):
            do = "rename it, or take it out"
            faults.found.append(unknown("file of a scenario", name, FILES, str(one), do))
    texts = tuple((name, raw.decode()) for name, raw in files.items())
    return Folder(Path(os.path.abspath(at)).name, texts, str(at), tuple(unread))


def _listed(at: Path, faults: Faults) -> list[Path]:
    """Return what stands in a folder and in its folder of policies."""
    inner = at / POLICIES
    if inner.exists() and not inner.is_dir():
        faults.add("policies is a file", where=str(inner), allowed="a folder of policy files")
    return sorted([*at.iterdir(), *(inner.iterdir() if inner.is_dir() else ())])


def from_dict(data: Mapping[str, Any], faults: Faults, where: str = "scenario") -> Folder:
    """Return the scenario that a plan holds in full; note everything that is not as :meth:`Folder.as_dict` gives it."""
    for key in data:
        if key not in FIELDS:
            faults.found.append(unknown("field of a scenario in full", str(key), FIELDS, f"{where}.{key}"))
    name, given = data.get("name"), data.get("files")
    if not isinstance(name, str):
        faults.add(f"the scenario's name is {shown(name)}", where=f"{where}.name", allowed="text")
        name = "scenario"
    if not isinstance(given, Mapping):
        faults.add(f"files is {shown(given)}", where=f"{where}.files", allowed="file = text, for each file")
        return Folder(name, (), where, tuple(FILES))
    texts: dict[str, str] = {}
    unread = []
    for file, text in sorted(given.items()):
        place = f"{where} {name}/{file}"
        try:
            if not isinstance(file, str) or not (what := kind(file)):
                raise BadInput(unknown("file of a scenario", str(file), FILES, f"{where}.files"))
            if not isinstance(text, str):
                faults.add(f"{file} is {shown(text)}", where=place, allowed="the text of the file")
                unread.append(file)
                continue
            raw = text.encode("utf-8", "surrogatepass")
            if len(raw) > LARGEST:
                faults.add(f"the file has {len(raw):,} bytes", where=place, allowed=f"at most {LARGEST:,}")
                unread.append(file)
                continue
            texts[file] = textfile.decoded(raw, what, file.rpartition(".")[2].upper(), place)
        except BadInput as error:
            faults.take(error)
            unread.append(str(file))
    return Folder(name, tuple(texts.items()), f"{where} {name}", tuple(unread))


def check_name(folder: Folder, faults: Faults) -> None:
    """Note a name that a run folder cannot be called after."""
    if not NAME.fullmatch(folder.name):
        allowed = "1 to 60 letters, digits, '-', '_' and '.', a letter or digit first"
        what = f"the scenario is called {shown(folder.name)}"
        faults.add(what, where=folder.at, allowed=allowed, do="rename the folder")
