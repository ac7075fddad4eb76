"""Finds Chromium for the tests in a browser, or installs one: ``python tests/install_chromium.py``.

It is looked for under the usual names, in ``KENNAN_CHROMIUM``, and where Playwright keeps its own. Where there is none,
the system's package is installed if this process may do so without asking (Debian and Ubuntu, as root: containers, CI),
and otherwise Playwright's own.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from desk_browser import chromium

APT = ("apt-get", "--quiet", "--yes", "-o", "Dpkg::Use-Pty=0")


def main() -> int:
    """Return 0 once there is a browser to test in, 1 with a message where there cannot be one."""
    if chromium() or _playwrights_own():
        return 0
    tried = []
    if shutil.which("apt-get") and hasattr(os, "geteuid") and os.geteuid() == 0:
        print("no Chromium here: installing the system's package ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        install = [*APT, "install", "chromium"]
        for command in (install, [*APT, "update"], install):
            done = subprocess.run(command, env=quiet, capture_output=True, text=True)
            if chromium():
                return 0
        tried.append(f"apt-get said: {done.stderr.strip()[-300:]}")
    print("no Chromium here: installing Playwright's own ...", flush=True)
    done = subprocess.run(
        [sys.executable, "-m", "playwright", "install", "chromium"], capture_output=True, text=True
    )
    if done.returncode == 0:
        return 0
    tried.append(f"playwright install chromium said: {done.stderr.strip()[-300:]}")
    print("There is no Chromium to test in, and none could be installed.", *tried, sep="\n", file=sys.stderr)
    print("Install one (Debian: apt-get install chromium) or name it in KENNAN_CHROMIUM.", file=sys.stderr)
    return 1


def _playwrights_own() -> bool:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).is_file()


if __name__ == "__main__":
    sys.exit(main())
