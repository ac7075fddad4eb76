"""Says in words why the operating system refused a file or a folder."""

from __future__ import annotations

import errno
from pathlib import Path

from kennan.faults import BadInput, Fault

_WHAT = {
    errno.ENOSPC: ("the disk is full", "free some space, or name a folder on another disk"),
    errno.EDQUOT: ("the disk quota is used up", "free some space, or name a folder on another disk"),
    errno.EROFS: ("the file system is read-only", "name a folder that can be written"),
    errno.EACCES: ("no permission", "name a folder that can be written, or change the permissions"),
    errno.EPERM: ("no permission", "name a folder that can be written, or change the permissions"),
    errno.ENOTDIR: ("a file lies where a folder is needed", "name another path, or move the file away"),
    errno.EEXIST: ("something is in the way", "name another path, or move it away"),
    errno.ENOTEMPTY: ("something is in the way", "name another path, or move it away"),
    errno.ELOOP: ("a link is in the way", "name another path, or move it away"),
    errno.ENOLCK: ("no file can be locked there", "name a folder on a disk of this machine"),
    errno.ENOSYS: ("no file can be locked there", "name a folder on a disk of this machine"),
    errno.ENOTSUP: ("no file can be locked there", "name a folder on a disk of this machine"),
    errno.ENAMETOOLONG: ("the name is too long", "name a shorter path"),
    errno.ENOENT: ("it is not there", "check the path"),
    errno.EMFILE: ("too many files are open", "raise the limit of open files (ulimit -n)"),
    errno.EIO: ("the disk reports an error", "check the disk, or name a folder on another one"),
}


def refused(error: OSError, doing: str, where: str | Path, do: str = "") -> BadInput:
    """Return the :class:`BadInput` for an error of the operating system.

    Parameters
    ----------
    error : what was raised.
    doing : what could not be done ("the run folder cannot be made").
    where : the path that the user named.
    do : what to do, in place of the usual advice.
    """
    what, usual = _WHAT.get(error.errno or 0, (error.strerror or str(error), "check the path and the disk"))
    return BadInput(Fault(f"{doing}: {what}", str(where), do=do or usual))
