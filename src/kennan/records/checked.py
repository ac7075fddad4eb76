"""Reads the files of a complete run only as they were written."""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from zarr.abc.store import Store

from kennan.faults import BadInput, Fault
from kennan.records import layout
from kennan.records.trouble import refused

if TYPE_CHECKING:
    from zarr.abc.store import ByteRequest
    from zarr.core.buffer import Buffer, BufferPrototype


class Checked(Store):
    """data.zarr of a complete run, as a store of zarr that holds every file it reads to checksums.txt.

    Where a file is missing or is not what was written, reading raises BadInput that names it: at the first access, or
    at any later one, and also when the run was replaced after it was opened. zarr by itself takes a missing chunk for
    zeros. Files that checksums.txt does not name are not there for it.

    Parameters
    ----------
    run : the run folder.
    """

    supports_writes = False
    supports_deletes = False
    supports_listing = True

    def __init__(self, run: Path):
        super().__init__(read_only=True)
        self.run = run
        try:
            self.listed = layout.read_sums(run / layout.MANIFEST)
        except OSError as error:
            raise refused(error, "the run cannot be read", run) from error

    def read(self, name: str) -> bytes:
        """Return the content of a file of the run.

        Raises
        ------
        BadInput : it is missing, cannot be read, or is not what was written.
        """
        path = self.run / name
        do = f"kennan runs verify {self.run} names every damaged file; "
        do += f"kennan run --plan {self.run / layout.PLAN} --out ... makes the run again"
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            raise BadInput(Fault("the run is damaged: this file is missing", str(path), do=do)) from None
        except OSError as error:
            raise refused(error, "the run cannot be read", path) from error
        if hashlib.sha256(content).hexdigest() != self.listed.get(name):
            what = "the run is damaged, or was replaced while it was open: this file is not what was written"
            raise BadInput(Fault(what, str(path), do=do))
        return content

    async def get(
        self, key: str, prototype: BufferPrototype | None = None, byte_range: ByteRequest | None = None
    ) -> Buffer | None:
        """Return the content of a file of data.zarr, or None where the run has no such file."""
        from zarr.core.buffer import default_buffer_prototype

        if byte_range is not None:
            raise NotImplementedError("the chunks of a run are read whole")
        name = f"{layout.DATA}/{key}"
        if name not in self.listed:
            return None
        content = await asyncio.to_thread(self.read, name)
        return (prototype or default_buffer_prototype()).buffer.from_bytes(content)

    async def get_partial_values(
        self, prototype: BufferPrototype, key_ranges: Iterable[tuple[str, ByteRequest | None]]
    ) -> list[Buffer | None]:
        """Return the content of several files."""
        return [await self.get(key, prototype, part) for key, part in key_ranges]

    async def exists(self, key: str) -> bool:
        """Say whether the run has such a file."""
        return f"{layout.DATA}/{key}" in self.listed

    async def list(self) -> AsyncIterator[str]:
        """Yield every file of data.zarr."""
        for name in self.listed:
            if name.startswith(f"{layout.DATA}/"):
                yield name.removeprefix(f"{layout.DATA}/")

    async def list_prefix(self, prefix: str) -> AsyncIterator[str]:
        """Yield every file of data.zarr whose name begins so."""
        async for key in self.list():
            if key.startswith(prefix):
                yield key

    async def list_dir(self, prefix: str) -> AsyncIterator[str]:
        """Yield the names in one folder of data.zarr."""
        start = f"{prefix.strip('/')}/".lstrip("/")
        for name in dict.fromkeys([key[len(start) :].split("/")[0] async for key in self.list_prefix(start)]):
            yield name

    async def set(self, key: str, value: Any) -> None:  # noqa: ARG002
        """Refuse: a complete run is not written to."""
        self._check_writable()

    async def delete(self, key: str) -> None:  # noqa: ARG002
        """Refuse: nothing of a complete run is removed."""
        self._check_writable()

    def with_read_only(self, read_only: bool = False) -> Checked:
        """Return itself; there is no other kind."""
        if not read_only:
            self._check_writable()
        return self

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Checked) and (self.run, self.listed) == (other.run, other.listed)

    def __hash__(self) -> int:
        return hash(self.run)

    def __repr__(self) -> str:
        return f"Checked({str(self.run)!r})"
