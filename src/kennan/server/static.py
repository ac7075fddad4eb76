"""The built page, held in memory: a few hundred kilobytes, read again when it has been built again."""

from __future__ import annotations

import gzip
import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response

from kennan.faults import Fault
from kennan.server.answering import faults
from kennan.server.call import Refused

KINDS = {".js": "text/javascript", ".css": "text/css", ".html": "text/html", ".svg": "image/svg+xml"}
FOREVER = "public, max-age=31536000, immutable"  # assets carry a digest of their content in their name
SMALL = 1000  # bytes below which compressing is no gain
MISSING = """<!doctype html><html lang="en"><title>kennan</title><p>The page has not been built. In a checkout:
<code>make page</code>. From a package: install it again."""


@dataclass(frozen=True)
class File:
    """One file of the page."""

    body: bytes
    packed: bytes | None
    kind: str
    digest: str


class Page:
    """The files of the page by their path; nothing outside this table can be had."""

    def __init__(self, folder: Path):
        self.folder, self._read_at, self._files = folder, -1.0, dict[str, File]()

    def files(self) -> dict[str, File]:
        """Return the files, read again if the page has been built since."""
        index = self.folder / "index.html"
        at = index.stat().st_mtime if index.is_file() else 0.0
        if at != self._read_at and (at or not self._files):  # while it is being built, the former page stays
            found = sorted(self.folder.rglob("*")) if at else []
            self._files = {_name(self.folder, path): _file(path) for path in found if path.is_file()}
            self._read_at = at
        return self._files

    async def answer(self, request: Request) -> Response:
        """Return the file that a path names, or say that there is none."""
        path = request.url.path
        files = self.files()
        if path == "/" and not files:
            return Response(MISSING, 503, media_type="text/html")
        file = files.get("/index.html" if path == "/" else path)
        if file is None or path == "/report.html":
            return faults(Refused(404, Fault("there is no such page", path[:200], do="begin at /")))
        tag = f'"{file.digest}"'
        headers = {"ETag": tag, "Cache-Control": FOREVER if path.startswith("/assets/") else "no-cache"}
        if request.headers.get("if-none-match") == tag:
            return Response(status_code=304, headers=headers)
        body = file.body
        if file.packed is not None:
            headers["Vary"] = "Accept-Encoding"
            if "gzip" in request.headers.get("accept-encoding", ""):
                body = file.packed
                headers["Content-Encoding"] = "gzip"
        return Response(body, headers=headers, media_type=file.kind)


def _name(folder: Path, path: Path) -> str:
    return "/" + path.relative_to(folder).as_posix()


def _file(path: Path) -> File:
    body = path.read_bytes()
    kind = KINDS.get(path.suffix) or mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    text = kind.startswith("text/") or kind in ("application/json", "image/svg+xml")
    packed = gzip.compress(body, 9, mtime=0) if text and len(body) > SMALL else None
    return File(body, packed, kind, hashlib.sha256(body).hexdigest()[:20])
