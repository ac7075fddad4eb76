"""The machine: how many cores are used, how the compiler is set, and where compiled programs are kept.

XLA's own thread pool wastes cores on small operations (measured), so it is switched off, and each core has a
thread of ours that walks whole chunks. This has to be said before JAX is imported; if JAX has been imported
already, its own settings hold: slower, and the numbers are the same.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kennan.faults import BadInput, Fault

#: One thread to a program, in order, and the widest vectors there are (measured: a fifth faster).
FLAGS = (
    "--xla_cpu_multi_thread_eigen=false",
    "--xla_cpu_enable_concurrency_optimized_scheduler=false",
    "--xla_cpu_prefer_vector_width=512",
)


def cores() -> int:
    """Return the number of cores to use: ``KENNAN_THREADS``, or all that this process may use.

    Raises
    ------
    BadInput : the variable is set and holds no whole number from 1.
    """
    wanted = os.environ.get("KENNAN_THREADS", "").strip()
    if wanted:
        if wanted.isascii() and wanted.isdigit() and int(wanted[:9]) > 0:
            return int(wanted[:9])
        what = f"{wanted!r} cannot be taken"
        raise BadInput(
            Fault(what, "KENNAN_THREADS", "a whole number from 1", do="or unset it, and all cores are used")
        )
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1)


def cache_folder() -> Path:
    """Return the folder of compiled programs (``KENNAN_CACHE``, or the user's cache folder)."""
    if given := os.environ.get("KENNAN_CACHE"):
        return Path(given)
    base = os.environ.get("XDG_CACHE_HOME") or os.environ.get("LOCALAPPDATA")
    return (Path(base) if base else Path.home() / ".cache") / "kennan"


def prepare() -> None:
    """Set JAX up for this process; call before anything imports it."""
    if "jax" not in sys.modules:
        flags = os.environ.get("XLA_FLAGS", "")
        for flag in FLAGS:
            if flag.split("=")[0] not in flags:
                flags += " " + flag
        os.environ["XLA_FLAGS"] = flags.strip()
    import jax  # noqa: F401


def kind() -> str:
    """Return what the worlds are computed on: "cpu", or the name of an accelerator."""
    prepare()
    import jax

    return str(jax.devices()[0].device_kind)
