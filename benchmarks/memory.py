"""An hour of one person at the desk, replayed as fast as the machine goes: what the server holds in memory meanwhile.

``python benchmarks/memory.py`` starts a desk of its own and asks what a busy person's page asks in an hour: sliders are
dragged, policies pinned and compared, differences explained, the article read and its passages switched off, claims
tested anew, three games played with advice and debriefed, a class looked after. The acts are mixed, and the same at
every run.

Printed: the server's memory (resident, MB) when it is ready and after each tenth of the hour, the highest that was
seen, and the bound (``kennan.server.memory``). ``--share .1`` asks a tenth of it; ``--json`` prints the same for
programs. Exit code 1 when the bound was passed, or a request failed.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from kennan.server.memory import BOUND

YEARS = 45
LEVERS = ("level", "steady", "tone", "exit", "care", "information")
MECHANISMS = (
    "sensitivity_to_force",
    "prestige_engaged",
    "face_saving_exit",
    "temper_exploited",
    "unused_faith",
)
TENTHS = 10
PATIENCE = 600.0  # seconds for one answer
APART = 0.2  # seconds between two looks at the memory


@dataclass
class Person:
    """One page, and what it was answered."""

    port: int
    key: str
    seed: random.Random
    errors: dict[str, int] = field(default_factory=dict)
    asked: int = 0
    levers: dict[str, float] = field(default_factory=lambda: dict.fromkeys(LEVERS, 0.5))
    pinned: dict[str, float] | None = None
    sequence: int = 0

    def ask(self, path: str, body: Any = None, parts: int = 0, **headers: str) -> Any:
        """Return an answer, or the result of a stream; ``parts``: leave it after so many of its parts."""
        wire = http.client.HTTPConnection("localhost", self.port, timeout=PATIENCE)
        self.asked += 1
        try:
            given = {"X-Kennan-Client": "memory", "Content-Type": "application/json", **headers}
            method = "GET" if body is None else "POST"
            wire.request(method, path, None if body is None else json.dumps(body), given)
            got = wire.getresponse()
            if got.status != 200:
                return self.wrong(f"{path.split('?')[0]}: {got.status} {got.read()[:200]!r}")
            if got.headers.get_content_type() != "application/x-ndjson":
                return json.loads(got.read())
            for line in got:
                said = json.loads(line)
                parts -= "part" in said
                if "faults" in said:
                    return self.wrong(f"{path}: {line[:200]!r}")
                if "result" in said:
                    return said["result"]
                if "part" in said and parts == 0:
                    return None
            return self.wrong(f"{path}: broken off")
        except (OSError, http.client.HTTPException) as error:
            return self.wrong(f"{path}: {type(error).__name__}")
        finally:
            wire.close()

    def wrong(self, what: str) -> None:
        """Count something that went wrong."""
        self.errors[what] = self.errors.get(what, 0) + 1

    # ---- what a person does

    def plan(self, levers: dict[str, float] | None = None) -> dict[str, Any]:
        """Return the page's plan."""
        return {"policy": {"policy": {"name": "mine"}, "levers": levers or self.levers}, "years": YEARS}

    def drag(self) -> None:
        """Move a slider: some states are left after their first part, the last is waited for."""
        lever = self.seed.choice(LEVERS)
        for last in (False, False, False, True):
            moved = self.levers[lever] + self.seed.uniform(-0.15, 0.15)
            self.levers[lever] = round(min(1.0, max(0.0, moved)), 3)
            asked = {"plan": self.plan(dict(self.levers)), "worlds": 1000}
            if last and self.seed.random() < 0.3:
                asked["world"] = self.seed.randrange(1000)
            self.ask("/api/simulate", asked, parts=0 if last else 1)
        if self.pinned:
            self.compare(1000)

    def compare(self, worlds: int) -> None:
        """Lay what is set beside what is pinned."""
        pinned = self.plan(self.pinned or dict.fromkeys(LEVERS, 0.4))
        self.ask("/api/compare", {"plan": self.plan(), "pinned": pinned, "worlds": worlds})

    def pin(self) -> None:
        """Pin what is set, or take it off."""
        self.pinned = None if self.pinned else dict(self.levers)

    def largest(self) -> None:
        """Ask for as many worlds as can be asked for, over as many years, pinned and not."""
        asked = {"plan": {**self.plan(), "years": 75}, "worlds": 2000}
        self.ask("/api/simulate", asked)

    def why(self) -> None:
        """Ask why the two differ."""
        pinned = self.plan(dict.fromkeys(LEVERS, round(self.seed.random(), 3)))
        self.ask("/api/why", {"plan": self.plan(), "pinned": pinned, "quantity": "outcome:mellowing"})

    def read(self) -> None:
        """Read: the article, numbers, code, a passage switched off, a claim tested."""
        self.ask("/api/article")
        for name in ("orbit", "pressure", "mellowing", "frustration"):
            self.ask(f"/api/quantity/{name}")
        self.ask("/api/parameters")
        self.ask("/api/record")
        for worlds in (128, 1000):
            off = {"mechanisms": [self.seed.choice(MECHANISMS)], "policy": "containment", "worlds": worlds}
            self.ask("/api/off", {**off, "years": YEARS, "seed": self.seed.randrange(1000)})

    def claim(self) -> None:
        """Test a claim anew."""
        self.ask("/api/claim/I.9-comforts-last/run", {"worlds": 128, "seed": self.seed.randrange(1000)})

    def play(self) -> None:
        """Play a whole game with advice, and read its debrief."""
        side = self.seed.choice(["washington", "moscow"])
        game = self.ask("/api/game/new", {"side": side, "seed": self.seed.randrange(1000), "length": "short"})
        game = game and game["game"]
        while game and len(game["choices"]) < 20:
            if len(game["choices"]) % 4 == 0:
                self.ask("/api/game/advice", {"game": game})
            asked = {"game": {**game, "choices": [*game["choices"], 0]}, "skip": self.seed.randrange(3)}
            answer = self.ask("/api/game/turn", asked)
            if answer is None or answer["view"]["over"]:
                break
            game = answer["game"]
        if game and game["choices"]:
            self.ask("/api/game/debrief", {"game": game})
            self.ask("/api/game/plan", {"game": game})

    def teach(self) -> None:
        """Open a room, let a few join and hand in, look on, and delete it."""
        teacher = {"X-Kennan-Teacher": self.key}
        room = self.ask("/api/rooms/open", {}, **teacher)
        if room is None:
            return
        code = room["room"]["code"]
        for number in range(5):
            seat = self.ask("/api/room/join", {"code": code, "name": f"Student {number}"})
            for quarter in range(1, 6):
                self.sequence += 1
                work = {"attempt": "a", "kind": "game", "link": "W" * 1500, "quarter": quarter, "over": False}
                sent = {**work, "summary": {}, "sequence": self.sequence}
                self.ask("/api/room/hand_in", sent, **{"X-Kennan-Student": seat["token"]})
                self.ask(f"/api/rooms/{code}", None, **teacher)
        policy = self.seed.choice(["containment", "withdrawal", "charm"])
        self.ask("/api/rooms/worlds", {"policy": policy, "seed": self.seed.randrange(100)}, **teacher)
        self.ask(f"/api/rooms/{code}/csv", None, **teacher)
        self.ask(f"/api/rooms/{code}/delete", {"sure": True}, **teacher)

    def hour(self, share: float) -> Iterator[Callable[[], None]]:
        """Yield what is done in an hour, mixed: 120 drags, and the rest in their proportion."""
        often = {
            self.drag: 120,
            self.pin: 20,
            self.read: 15,
            self.why: 6,
            self.claim: 6,
            self.largest: 4,
            self.teach: 4,
            self.play: 3,
        }
        acts = [act for act, times in often.items() for _ in range(max(1, round(times * share)))]
        self.seed.shuffle(acts)
        return iter(acts)


class Scales:
    """The memory of a process, looked at again and again; of its children too."""

    def __init__(self, pid: int):
        self.process, self.highest, self.ended = psutil.Process(pid), 0.0, threading.Event()
        self.thread = threading.Thread(target=self._look, daemon=True)
        self.thread.start()

    def now(self) -> float:
        """Return its resident memory in MB."""
        return float(self.process.memory_info().rss) / 1e6

    def _look(self) -> None:
        while not self.ended.wait(APART):
            self.highest = max(self.highest, self.now())


def desk(folder: str) -> tuple[subprocess.Popen[str], int]:
    """Return a desk that is ready, and its port."""
    command = [sys.executable, "-m", "kennan", "serve", "--no-browser", "--port", "0", "--rooms", folder]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    port = 0
    for line in process.stdout:
        if "localhost:" in line:
            port = int(line.split("localhost:")[1].split("/")[0])
        if "cannot be loaded" in line:
            break
        if line.strip().startswith("ready"):
            return process, port
    process.kill()
    raise SystemExit("the desk did not become ready")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--share", type=float, default=1.0, help="of an hour (default: 1)")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        process, port = desk(folder)
        try:
            from kennan.server.classroom.folder import teacher_key

            scales = Scales(process.pid)
            person = Person(port, teacher_key(Path(folder)), random.Random(47))
            begun = time.perf_counter()
            acts = list(person.hour(asked.share))
            memory = [scales.now()]
            for number, act in enumerate(acts, 1):
                act()
                if number * TENTHS // len(acts) > (number - 1) * TENTHS // len(acts):
                    memory.append(scales.now())
                    if not asked.json:
                        line = f"{number:>4} of {len(acts)} acts, {person.asked:>5} requests"
                        print(f"{line}: {memory[-1]:6.0f} MB, highest {scales.highest:6.0f} MB", flush=True)
            scales.ended.set()
            scales.thread.join()
        finally:
            process.terminate()
            process.wait(30)
    found = {
        "hours": asked.share,
        "seconds": round(time.perf_counter() - begun, 1),
        "requests": person.asked,
        "errors": person.errors,
        "mb": [round(mb) for mb in memory],
        "highest_mb": round(scales.highest),
        "bound_mb": round(BOUND / 1e6),
    }
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        print(f"ready {found['mb'][0]} MB; after each tenth {found['mb'][1:]}")
        print(f"highest {found['highest_mb']} MB, bound {found['bound_mb']} MB, {found['seconds']} s")
        print(f"errors: {found['errors'] or 'none'}")
    return int(bool(found["errors"]) or scales.highest * 1e6 > BOUND)


if __name__ == "__main__":
    sys.exit(main())
