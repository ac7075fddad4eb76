"""Which files of kennan do something on the way of a number and of a lever: run both ways, and print the files as JSON.

A process of its own (``python tests/entered.py``), since calls are watched in every thread. Programs are traced and
not compiled: the worlds that come out are empty, and every file is entered as in a run.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
import threading
from pathlib import Path
from typing import Any

HOUSE = str(Path(__file__).parents[1] / "src" / "kennan") + os.sep
seen: set[str] = set()


def watch(frame: Any, event: str, _: Any) -> None:
    """Note the file whose function is called."""
    if event == "call" and frame.f_code.co_name != "<module>" and frame.f_code.co_filename.startswith(HOUSE):
        seen.add(frame.f_code.co_filename[len(HOUSE) :])


def entered(walk: Any, *given: Any) -> list[str]:
    """Return the files that are entered while something is done."""
    seen.clear()
    walk(*given)
    return sorted(seen)


def traced(program: Any, *arguments: Any, announce: Any = None, what: str = "", **fixed: Any) -> Any:
    """Stand in for ``Program.ready``: the function is traced, and what it would return is 0 everywhere."""
    import jax
    import numpy as np

    shapes = jax.eval_shape(lambda *given: program.function(*given, **fixed), *arguments)
    return lambda *_: jax.tree.map(lambda one: np.zeros(one.shape, one.dtype), shapes)


def number(folder: str) -> None:
    """Make a run and its report."""
    from kennan.cli import main

    small = str(Path(HOUSE) / "scenarios" / "small" / "ruritania")
    words = ("--worlds", "8", "--years", "2", "--set", "patience=0.5", "--quiet")
    main.main(["run", small, *words, "--out", f"{folder}/run", "--report", f"{folder}/report.html"])


def lever() -> None:
    """Ask a desk, which makes its programs ready first, for worlds under a schedule that a hand has drawn."""
    from starlette.testclient import TestClient

    from kennan import policies
    from kennan.server.app import create_app
    from kennan.server.settings import Settings

    policy = policies.load("containment").as_dict()
    policy["levers"]["level"] = [[1951.0, 0.3], [1952.0, 0.7]]
    asked = {"plan": {"policy": policy, "years": 2}, "worlds": 8}
    at = {"base_url": "http://127.0.0.1:1947", "client": ("127.0.0.1", 5)}
    with TestClient(create_app(Settings()), **at) as client:  # type: ignore[arg-type]
        while not client.get("/api/status").json()["ready"]:
            threading.Event().wait(0.05)
        answer = client.post("/api/simulate", json=asked, headers={"x-kennan-client": "one"})
    assert answer.status_code == 200, answer.text
    assert "result" in answer.text, answer.text


if __name__ == "__main__":
    threading.setprofile(watch)
    sys.setprofile(watch)
    from kennan.engine.program import Program

    Program.ready = traced  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        found = {"number": entered(number, folder)}
    found["lever"] = entered(lever)
    sys.setprofile(None)
    print(json.dumps(found))
