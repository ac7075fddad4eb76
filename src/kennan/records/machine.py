"""On what kind of machine numbers are made: the last digits of a number depend on it."""

from __future__ import annotations

import contextlib
import platform
from pathlib import Path

# Sets of instructions that do arithmetic: the compiler takes the widest there are. Others (and a newer system names
# ever more of them) change nothing.
_ARITHMETIC = ("sse", "ssse", "avx", "fma", "f16c", "amx", "asimd", "sve", "sme", "neon", "vfp", "fp")


def signature(device: str = "") -> dict[str, str]:
    """Return what says on which kind of machine we are: system, architecture, processor, its instructions.

    Parameters
    ----------
    device : what the worlds are computed on (:func:`kennan.engine.devices.kind`), if that is known.
    """
    system = platform.uname()
    found = {"system": system.system, "architecture": system.machine, "processor": platform.processor()}
    found["device"] = device
    with contextlib.suppress(OSError):
        for line in Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines():
            name, _, value = (part.strip() for part in line.partition(":"))
            if name.lower() == "model name":
                found["processor"] = value
            elif name in ("flags", "Features"):
                found["instructions"] = " ".join(
                    sorted(f for f in value.split() if f.startswith(_ARITHMETIC))
                )
                if found["processor"]:
                    break
    return {name: value for name, value in found.items() if value}
