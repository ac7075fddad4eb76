"""One writer: who may make, replace, continue and finish the run at a path.

The lock lies beside the folder (``.NAME.lock``), because a folder can be replaced and a lock inside would go with it.
It is held from before the folder is made until whoever made it has done with it. The system gives it back when the
process ends, however it ends; the file is then only clutter, which the next writer takes over and removes.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path
from types import TracebackType

from kennan.faults import BadInput, Fault
from kennan.records import destination, tidy
from kennan.records.trouble import refused

_TRIES = 1000  # how often the file may be removed under our hands before we give up
_FLAGS = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
_BUSY = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_BYTE = 1 << 30  # which byte Windows locks: one past the text


class Lock:
    """The right to write at a path, held from now on until :meth:`release`.

    Parameters
    ----------
    path : where a run is or will be; folders above it are made if need be, and go again if they stay empty.

    Raises
    ------
    BadInput : another process (or thread) holds it, or no lock can be made there.
    """

    def __init__(self, path: str | os.PathLike[str]):
        self.path = Path(path)
        destination.refuse_impossible(self.path)
        self.real = Path(os.path.realpath(path))  # one folder, one lock, by whatever way one comes to it
        if not self.real.name:
            do = "name a folder in it"
            raise BadInput(Fault("this is the root of a disk, not a place for a run", str(path), do=do))
        self._descriptor = -1
        self._file = self.real.with_name(f".{self.real.name}.lock")
        self._made: list[Path] = []
        try:
            self._descriptor = self._take()
        except BaseException as error:
            self._leave()
            if isinstance(error, OSError):
                raise refused(error, f"{self.real.parent} cannot be written to", self.path) from error
            raise

    def _take(self) -> int:
        for _ in range(_TRIES):
            self._made = [*tidy.make_parents(self._file.parent), *self._made]
            try:
                descriptor = os.open(self._file, _FLAGS, 0o666)
            except FileNotFoundError:
                continue  # whoever made the folder has just removed it again
            try:
                _lock(descriptor)
                if os.path.samestat(os.fstat(descriptor), os.stat(self._file)):
                    _sign(descriptor)
                    return descriptor
            except FileNotFoundError:
                pass  # whoever held it removed it as we opened it: a new one is needed
            except OSError as error:
                who = os.read(descriptor, 20).decode(errors="replace").strip()
                os.close(descriptor)
                if error.errno in _BUSY:
                    raise BadInput(_busy(self.path, who)) from None
                raise
            os.close(descriptor)
        raise BadInput(_busy(self.path, ""))

    def release(self) -> None:
        """Let others write; the file of the lock goes with it. Also done when nobody has the object any more."""
        descriptor, self._descriptor = self._descriptor, -1
        if descriptor < 0:
            return
        try:
            ours = os.path.samestat(os.fstat(descriptor), os.stat(self._file))
        except OSError:
            ours = False
        if ours and os.name != "nt":  # while it is locked, so that nobody's else can go
            tidy.unlink(self._file)
        os.close(descriptor)
        if ours and os.name == "nt":  # which removes no open file, and so not that of another either
            tidy.unlink(self._file)
        self._leave()

    def _leave(self) -> None:
        for folder in self._made:
            tidy.remove_if_empty(folder)

    def __del__(self) -> None:
        if getattr(self, "_descriptor", -1) >= 0:
            self.release()

    def __enter__(self) -> Lock:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def _sign(descriptor: int) -> None:
    """Say who holds the lock, for the message to others; a full disk does no harm."""
    with contextlib.suppress(OSError):
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())


def _busy(path: Path, who: str) -> Fault:
    named = f" (number {who})" if who.isdigit() and int(who) != os.getpid() else ""
    do = "wait until it has ended, or stop it, or choose another --out"
    return Fault(f"another process{named} is writing here", str(path), do=do)


if sys.platform == "win32":

    def _lock(descriptor: int) -> None:
        import msvcrt

        os.lseek(descriptor, _BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        os.lseek(descriptor, 0, os.SEEK_SET)

else:

    def _lock(descriptor: int) -> None:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
