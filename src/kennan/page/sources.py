"""What the page is made from, and whether a built page was made from it.

Only a clone has the sources; an installed package has the page alone. Used by ``hatch_build.py`` as well, before
anything is installed: only the standard library is imported here.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

STAMP = "made-from.txt"  # in the folder of the page: the digest of what it was made from
APART = {"node_modules", "tools"}  # not sources: what npm fetches, and what makes the map at development time


def sources(web: Path) -> list[Path]:
    """Return the files that the page is made from, in order; tests and what begins with a dot are not among them."""
    found = []
    for folder, inner, names in os.walk(web):
        inner[:] = [name for name in inner if name not in APART and not name.startswith(".")]
        kept = [name for name in names if not name.startswith(".") and ".test." not in name]
        found += [Path(folder) / name for name in kept]
    return sorted(found)


def digest(web: Path) -> str:
    """Return a digest of everything that the page is made from."""
    made = hashlib.sha256()
    for path in sources(web):
        made.update(path.relative_to(web).as_posix().encode() + b"\0")
        made.update(path.read_bytes().replace(b"\r\n", b"\n") + b"\0")
    return made.hexdigest()


def made_from(page: Path, web: Path) -> bool:
    """Return whether a built page says that it was made from these very sources."""
    try:
        return (page / STAMP).read_text(encoding="utf-8").strip() == digest(web)
    except (OSError, UnicodeDecodeError):
        return False
