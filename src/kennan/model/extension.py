"""An extension: a mechanism that somebody brings, with its quantities, numbers and draws, read and checked.

It is a folder: ``extension.toml`` says what it is and where in the month it stands, ``mechanism.py`` holds one pure
function, and ``quantities.toml``, ``parameters.toml`` and ``draws.toml`` hold what is its own. Reading it runs nothing
of it (:mod:`kennan.model.extended` does); a plan holds it in full, so that a run depends on no folder.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import metadata
from pathlib import Path
from typing import Any

from kennan import article, textfile, toml
from kennan.article.fields import Table, shown
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.model import chance, in_use, parameters, quantities, recorded, reported

HEAD, CODE = "extension.toml", "mechanism.py"
FILES = {  # file -> what it is to its reader
    HEAD: "head of the extension",
    CODE: "mechanism",
    "quantities.toml": "register of quantities",
    "parameters.toml": "parameter file",
    "draws.toml": "register of draws",
    "events.toml": "register of events",
    "outcomes.toml": "page of outcomes",
    "measures.toml": "register of measures",
    "claims.toml": "file of claims",
    "README.md": "note of the extension",
}
NEEDED = (HEAD, CODE, "parameters.toml")
PASSED_OVER = ("__init__.py",)  # what makes a folder a package that can be installed
LARGEST = 200_000  # bytes of a file; the largest mechanism of ours has 9,000
GROUP = "kennan.extensions"  # entry points of installed packages
NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
PLACES = ("after", "before", "replaces")
FIELDS = ("name", "sentence", "author", "passages", "changes", *PLACES)
ARGUMENTS = ("s", "p", "draw", "levers", "here")
LAWS, OVER = (chance.NORMAL, chance.UNIFORM), (chance.WORLD, chance.RIVAL, chance.THEATRE)
Files = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Extension:
    """An extension, sound by itself.

    Parameters
    ----------
    name : what it is called, and what its step of the month is called.
    files : (file, its text), sorted by file; two extensions with the same files are the same.
    sentence, author, passages : what it does, whose it is, and what of the article it rests on.
    stands : "after", "before" or "replaces"; ``step``: which step of the month.
    changes : quantities of the model, besides its own, that it changes further.
    quantities, starts, parameters, draws : what is its own, by name; where each quantity starts.
    events, outcomes, measures : what is reported of it, by name. Its claims are read by :mod:`kennan.ledger.read`.
    at : where it was read, for messages.
    """

    name: str
    files: Files
    sentence: str = field(compare=False)
    author: str = field(compare=False)
    passages: tuple[str, ...] = field(compare=False)
    stands: str = field(compare=False)
    step: str = field(compare=False)
    changes: tuple[str, ...] = field(compare=False)
    quantities: dict[str, quantities.Quantity] = field(compare=False)
    starts: dict[str, float] = field(compare=False)
    parameters: dict[str, parameters.Parameter] = field(compare=False)
    draws: dict[str, tuple[str, str]] = field(compare=False)
    events: dict[str, reported.Event] = field(compare=False)
    outcomes: dict[str, reported.Outcome] = field(compare=False)
    measures: dict[str, reported.Measure] = field(compare=False)
    at: str = field(compare=False, default="")

    def __hash__(self) -> int:
        return hash(self.digest)

    def __str__(self) -> str:
        return self.name

    def __repr__(self) -> str:
        return f"<extension {self.name}: {self.sentence}>"

    @cached_property
    def digest(self) -> str:
        """SHA-256 of its name and files."""
        return hashlib.sha256(repr((self.name, self.files)).encode("utf-8", "surrogatepass")).hexdigest()

    @property
    def code(self) -> str:
        """The text of its mechanism."""
        return dict(self.files)[CODE]

    def path(self, file: str) -> str:
        """Return the place of one of its files, for messages."""
        return str(Path(self.at or self.name) / file)

    def as_dict(self) -> dict[str, Any]:
        """Return it as plain data, as a plan holds it; :func:`choose` is the inverse."""
        return {"name": self.name, "files": dict(self.files)}


def choose(given: Any, *, files: bool = True) -> Extension:
    """Return an extension.

    Parameters
    ----------
    given : the path of a folder; the name of an installed one (entry point group ``kennan.extensions``); an
        :class:`Extension`, or the same as plain data (``{"name": ..., "files": {file: text}}``).
    files : whether it may be a path or a name. What comes from elsewhere must hold everything itself.

    Raises
    ------
    BadInput : there is none, or its files cannot be used; all faults at once.
    """
    if isinstance(given, Extension):
        return given
    if isinstance(given, Mapping):
        return _from_dict(given)
    if files and isinstance(given, str | os.PathLike):
        if os.path.isdir(given):
            return _from_folder(Path(given))
        if (found := _installed(str(given))) is not None:
            return _from_folder(found)
        known = sorted({one.name for one in metadata.entry_points(group=GROUP)})
        do = "name a folder that holds extension.toml; kennan new mechanism FOLDER writes one"
        fault = unknown("extension", str(given), known, "extensions", do)
        raise BadInput(fault if known else replace(fault, allowed="a folder (none is installed)"))
    do = "" if files else "put the extension's files into the plan; kennan run --with FOLDER does so"
    raise BadInput(
        Fault(f"an extension is {shown(given)}", "extensions", "a folder, or an installed name", do=do)
    )


def _installed(name: str) -> Path | None:
    """Return the folder of an installed package; nothing of it is run."""
    for entry in metadata.entry_points(group=GROUP):
        if entry.name == name:
            spec = importlib.util.find_spec(entry.module)
            if spec is None or not spec.submodule_search_locations:
                what = f"the entry point {name!r} names {entry.value!r}, which is no installed package"
                raise BadInput(Fault(what, GROUP, do="install the package again, or tell its author"))
            return Path(next(iter(spec.submodule_search_locations)))
    return None


def _from_folder(at: Path) -> Extension:
    faults, texts = Faults(), {}
    if not (at / HEAD).is_file():
        do = "kennan new mechanism FOLDER writes a folder that works at once"
        raise BadInput(Fault(f"the folder holds no {HEAD}, so it is no extension", str(at), do=do))
    for one in sorted(at.iterdir()):
        if one.name in FILES:
            try:
                texts[one.name] = textfile.read(one, FILES[one.name], one.suffix[1:].upper(), LARGEST)
            except BadInput as error:
                faults.take(error)
                texts[one.name] = ""
        elif one.suffix.lower() in (".toml", ".py") and one.name not in PASSED_OVER:
            do = "everything of a mechanism stands in mechanism.py" if one.suffix == ".py" else "take it out"
            faults.found.append(unknown("file of an extension", one.name, FILES, str(one), do))
    return _read(texts, str(at), faults)


def _from_dict(data: Mapping[str, Any]) -> Extension:
    faults, name = Faults(), str(data.get("name", "extension"))
    where, given = f"extensions {name}", data.get("files")
    for key in data:
        if key not in ("name", "files"):
            faults.found.append(unknown("field of an extension in full", str(key), ("name", "files"), where))
    if not isinstance(given, Mapping):
        allowed = "file = text, for each file"
        raise BadInput([*faults.found, Fault(f"files is {shown(given)}", f"{where}.files", allowed)])
    texts = {}
    for file, text in sorted(given.items()):
        if file not in FILES:
            faults.found.append(unknown("file of an extension", str(file), FILES, where))
        elif not isinstance(text, str) or len(text) > LARGEST:
            faults.add(f"{file} is {shown(text)}", where=where, allowed=f"text of at most {LARGEST:,} bytes")
            texts[file] = ""
        else:
            texts[file] = text
    made = _read(texts, where, faults)
    if made.name != name:
        raise BadInput(Fault(f"the extension is called {name!r}, and {made.name!r} in {HEAD}", where))
    return made


def _read(texts: Mapping[str, str], at: str, faults: Faults) -> Extension:
    """Return the extension of some files, or raise everything that is wrong with them."""
    for file in NEEDED:
        if file not in texts:
            faults.add(
                f"there is no {FILES[file]}", where=str(Path(at) / file), do="kennan new mechanism shows one"
            )
    documents = {}
    for file, text in texts.items():
        if file.endswith(".toml") and text:
            try:
                documents[file] = toml.parsed(text, Path(at) / file, FILES[file])
            except BadInput as error:
                faults.take(error)
    with in_use.using(()):  # what the article's model has
        head = _head(documents.get(HEAD), faults)
        rows = documents.get("quantities.toml")
        own = quantities.rows(starts := _starts(rows, faults), faults) if rows else {}
        numbers = (
            parameters.rows(documents["parameters.toml"], faults) if "parameters.toml" in documents else {}
        )
        numbers = {n: replace(p, file=head.get("name", "extension")) for n, p in numbers.items()}
        for name in (n for n, p in numbers.items() if p.start):
            where = documents["parameters.toml"].where(name, "start")
            faults.add(
                f"{name!r} is read off a start",
                where=where,
                do="give it a value; scenarios know nothing of it",
            )
        draws = _draws(documents.get("draws.toml"), faults)
        told: dict[str, Any] = {
            "events": reported.events(documents.get("events.toml"), faults),
            "outcomes": reported.outcomes(documents.get("outcomes.toml"), own, faults),
            "measures": reported.measures(documents.get("measures.toml"), own, faults),
        }
        _new_names(documents, faults)
        _strengths(documents.get("parameters.toml"), numbers, head, faults)
    if texts.get(CODE):
        _code(texts[CODE], str(Path(at) / CODE), faults)
    faults.raise_if_any()
    begins = {name: float(row["start"]) for name, row in starts.given.items()} if rows else {}
    kept = tuple(sorted(texts.items()))
    return Extension(
        files=kept, quantities=own, starts=begins, parameters=numbers, draws=draws, at=at, **told, **head
    )


def _head(document: toml.Document | None, faults: Faults) -> dict[str, Any]:
    if document is None:
        return {}
    table = Table(document.data, "extension", document.where, faults)
    table.only(FIELDS)
    name, sentence = table.text("name"), table.text("sentence")
    if isinstance(document.data.get("name"), str) and not NAME.fullmatch(name):
        allowed = "1 to 40 small letters, digits and '_', a letter first"
        faults.add(f"the extension is called {name!r}", where=document.where("name"), allowed=allowed)
    passages, changes = table.words("passages", ()), table.words("changes", ())
    table.known("passages", passages, "passage", article.passages())
    table.known("changes", changes, "quantity of the model", quantities.load())
    for key in ("sentence", "author"):
        if not str(document.data.get(key, "")).isprintable():
            faults.add(
                f"{key} holds letters that cannot be shown", where=document.where(key), allowed="one line"
            )
    given = [key for key in PLACES if key in document.data]
    if len(given) != 1:
        what = (
            "nothing says where in the month it stands"
            if not given
            else f"{' and '.join(given)} are both given"
        )
        faults.add(
            what, where=document.where(*given[:1]), allowed='one line: after = "STEP", before or replaces'
        )
    step = table.text(given[0]) if given else ""
    stands = given[0] if given else "after"
    author = table.text("author")
    return {"name": name, "sentence": sentence, "author": author, "passages": passages, "changes": changes,
            "stands": stands, "step": step}  # fmt: skip


@dataclass(frozen=True)
class _Rows(toml.Document):
    """A register of quantities without the starts, which only extensions give there."""

    given: dict[str, dict[str, Any]] = field(default_factory=dict)


def _starts(document: toml.Document | None, faults: Faults) -> _Rows:
    """Return the register without its starts, which are checked here; note what is wrong with them."""
    if document is None:
        return _Rows(Path(), "", {})
    kept, given = {}, {}
    for name, row in document.data.items():
        if not isinstance(row, dict):
            kept[name] = row
            continue
        kept[name] = {key: value for key, value in row.items() if key != "start"}
        if row.get("axes") == "rival":
            faults.add(f"{name!r} is of rivals", where=document.where(name, "axes"), allowed="world, theatre")
        start, low, high = row.get("start"), row.get("low", -math.inf), row.get("high", math.inf)
        if not isinstance(start, int | float) or isinstance(start, bool) or not math.isfinite(start):
            what = f"{name!r} starts at {shown(start)}" if "start" in row else f"{name!r} has no start"
            faults.add(what, where=document.where(name, "start"), allowed="a number within its bounds")
        elif isinstance(low, int | float) and isinstance(high, int | float) and not low <= start <= high:
            what = f"{name!r} starts at {start}, out of its bounds"
            faults.add(what, where=document.where(name, "start"), allowed=f"{low} to {high}")
        given[name] = {"start": start}
    return _Rows(document.path, document.text, kept, given)


def _draws(document: toml.Document | None, faults: Faults) -> dict[str, tuple[str, str]]:
    found = {}
    for name, row in document.data.items() if document else ():
        assert document is not None
        if not isinstance(row, dict):
            faults.add(f"{name!r} is not a table", where=document.where(name), allowed="law, over, sentence")
            continue
        table = Table(row, "draw", lambda *keys, name=name: document.where(name, *keys), faults)
        table.only(("law", "over", "sentence"))
        table.text("sentence")
        found[name] = (table.choice("law", LAWS), table.choice("over", OVER))
    return found


def _new_names(documents: Mapping[str, toml.Document], faults: Faults) -> None:
    """Note names that the model has already, and names that are none."""
    taken = dict.fromkeys(chance.DECLARED, "draw")
    taken |= {**dict.fromkeys(recorded.OUTCOMES, "outcome"), **dict.fromkeys(recorded.EVENTS, "event")}
    taken |= {**dict.fromkeys(parameters.load(), "parameter"), **dict.fromkeys(quantities.load(), "quantity")}
    seen: dict[str, str] = {}
    for file in (one for one in FILES if one in documents and one not in (HEAD, "claims.toml")):
        document = documents.get(file)
        for name in document.data if document else ():
            assert document is not None
            where = document.where(name)
            if not NAME.fullmatch(name):
                allowed = "1 to 40 small letters, digits and '_', a letter first"
                faults.add(f"{name!r} is no name", where=where, allowed=allowed)
            elif name in taken:
                faults.add(
                    f"the model has {counted(taken[name])} called {name!r} already",
                    where=where,
                    do="take another name",
                )
            elif name in seen:
                faults.add(
                    f"{name!r} stands in {seen[name]} too",
                    where=where,
                    do="take another name for one of the two",
                )
            seen.setdefault(name, file)


def counted(kind: str) -> str:
    """Return "a draw", "an event"."""
    return f"an {kind}" if kind[0] in "aeiou" else f"a {kind}"


def _strengths(
    document: toml.Document | None, numbers: Mapping[str, Any], head: Mapping[str, Any], faults: Faults
) -> None:
    none = bool(numbers) and all(p.kind != "strength" for p in numbers.values())
    if document is not None and none and head.get("stands") != "replaces":
        do = 'give one number the kind "strength": at 0 it must remove the whole mechanism'
        faults.add("no number switches the mechanism off", where=str(document.path), do=do)


def _code(text: str, path: str, faults: Faults) -> None:
    """Note code that is no Python, or holds no such function; nothing is run."""
    try:
        tree = ast.parse(text, path)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        faults.add(
            f"the mechanism is not Python: {getattr(error, 'msg', error)}",
            where=f"{path}:{line}" if line else path,
        )
        return
    allowed = f"def advance({', '.join(ARGUMENTS)})"
    found = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name == "advance"]
    if not found:
        faults.add("the mechanism has no function called advance", where=path, allowed=allowed)
        return
    given = found[-1].args
    names = tuple(a.arg for a in (*given.posonlyargs, *given.args))
    if names != ARGUMENTS or given.vararg or given.kwarg or given.kwonlyargs:
        faults.add(
            f"advance takes {', '.join(names) or 'nothing'}",
            where=f"{path}:{found[-1].lineno}",
            allowed=allowed,
        )
