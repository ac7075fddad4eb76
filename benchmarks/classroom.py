"""A lesson as the server meets it: thirty students move sliders for five minutes while the teacher looks on.

``python benchmarks/classroom.py`` starts a desk of its own and behaves as thirty pages do. Every five seconds or so a
student drags a slider: four moves within half a second, always ending on the newest state. Of each state asked for the
first years of a few worlds come first, then these to the end, then a thousand; once the first part is there a newer
state takes its place, and so does the next drag. Each page also asks every five seconds what is set, hands in a game
every ten, and the teacher's page looks every two.

Printed: how long the first answer to a drag took (median, 95 in 100, worst), how long the whole course of a few worlds
and of a thousand took and how many were given up for the next drag, how many answers did not come and why, and the
memory of the server over time. ``--json`` prints the same for programs. Exit code 1 when the median of first answers is
a second or more, a request failed, or memory grew by more than a tenth between the first minute and the end.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2 as httpx
import psutil

MOVES, APART = 4, 0.12  # of one drag, and seconds between two
YEARS = 45
LEVERS = ("level", "steady", "tone", "exit", "care", "information")
PATIENCE = 60.0  # seconds after which an answer counts as not having come


@dataclass
class Seen:
    """What the class has met."""

    # seconds from the first move of a drag to the first answer, and from the last move to the later parts
    first: list[float] = field(default_factory=list)
    few: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    drags: int = 0
    small: list[float] = field(default_factory=list)  # seconds of a page's small requests
    errors: dict[str, int] = field(default_factory=dict)
    memory: list[tuple[float, float]] = field(default_factory=list)  # (seconds, MB)
    server: float = 0.0  # seconds of a core that the server had
    idle: float = 0.0  # share of the machine that lay idle
    others: float = 0.0  # share of the machine that went to neither server nor class

    def wrong(self, what: str) -> None:
        """Count something that went wrong."""
        self.errors[what] = self.errors.get(what, 0) + 1


@dataclass
class Class:
    """One class at one desk."""

    base: str
    host: str
    worlds: int
    every: float
    until: float
    seen: Seen
    key: str
    code: str = ""

    def page(self, name: str) -> httpx.AsyncClient:
        """Return what a browser is to the server."""
        headers = {"X-Kennan-Client": name, "Host": self.host}
        return httpx.AsyncClient(base_url=self.base, headers=headers, timeout=PATIENCE)

    async def ask(self, page: httpx.AsyncClient, path: str, body: Any = None, **headers: str) -> Any:
        """Send a small request and return its answer; None when something went wrong."""
        begun = time.perf_counter()
        try:
            got = await (
                page.get(path, headers=headers)
                if body is None
                else page.post(path, json=body, headers=headers)
            )
        except httpx.HTTPError as error:
            self.seen.wrong(f"{path}: {type(error).__name__}")
            return None
        self.seen.small.append(time.perf_counter() - begun)
        if got.status_code != 200:
            self.seen.wrong(f"{path}: {got.status_code} {got.text[:120]}")
            return None
        return got.json()

    async def follow(
        self, page: httpx.AsyncClient, levers: dict[str, float], heard: Callable[[str], None]
    ) -> None:
        """Ask for worlds and say which part has come: first, few or whole. What a newer wish replaced is no error."""
        policy = {"policy": {"name": "student"}, "levers": levers}
        asked = {"plan": {"policy": policy, "years": YEARS}, "worlds": self.worlds}
        try:
            async with page.stream("POST", "/api/simulate", json=asked) as got:
                if got.status_code == 409:
                    return
                if got.status_code != 200:
                    self.seen.wrong(f"simulate: {got.status_code} {(await got.aread())[:160]!r}")
                    return
                async for line in got.aiter_lines():
                    said = json.loads(line)
                    if "part" in said:
                        heard("few" if said["part"]["about"]["years"] == YEARS else "first")
                    elif "result" in said:
                        heard("whole")
                        return
                    elif "faults" in said:
                        if said["status"] != 409:
                            self.seen.wrong(f"simulate: {line[:160]}")
                        return
            self.seen.wrong("simulate: broken off")
        except httpx.HTTPError as error:
            self.seen.wrong(f"simulate: {type(error).__name__}")

    async def drag(self, page: httpx.AsyncClient, levers: dict[str, float], lever: str) -> asyncio.Task[None]:
        """Move one slider four times; ask as the page does. Returned is what follows the last state to its end."""
        begun = time.perf_counter()
        following: asyncio.Task[None] | None = None
        shown = asyncio.Event()
        self.seen.drags += 1
        seen: set[str] = set()
        for number in range(1, MOVES + 1):
            levers[lever] = round(min(1.0, max(0.0, levers[lever] + random.uniform(-0.15, 0.15))), 3)
            moved = time.perf_counter()
            if following is None or shown.is_set() or number == MOVES:
                if following and not following.done():
                    await shown.wait()  # the page does not let go of what it has not seen
                    following.cancel()
                shown = asyncio.Event()

                def heard(
                    part: str,
                    moved: float = moved,
                    shown: asyncio.Event = shown,
                    last: bool = number == MOVES,
                ) -> None:
                    now = time.perf_counter()
                    shown.set()
                    if not seen:
                        self.seen.first.append(now - begun)
                    seen.add(part)
                    if last and part == "few":
                        self.seen.few.append(now - moved)
                    if last and part == "whole":
                        self.seen.whole.append(now - moved)

                following = asyncio.create_task(self.follow(page, dict(levers), heard))
                following.add_done_callback(lambda _, shown=shown: shown.set())
            await asyncio.sleep(APART)
        assert following is not None
        return following

    async def student(self, number: int) -> None:
        """One student, for the whole lesson."""
        async with self.page(f"student-{number}") as page:
            got = await self.ask(page, "/api/room/join", {"code": self.code, "name": f"Student {number}"})
            if got is None:
                return
            token = {"X-Kennan-Student": got["token"]}
            levers = {lever: round(random.random(), 3) for lever in LEVERS}
            await asyncio.sleep(random.uniform(0, self.every))
            others = asyncio.create_task(self.chores(page, number, token))
            following: asyncio.Task[None] | None = None
            while time.perf_counter() < self.until:
                due = time.perf_counter() + random.uniform(0.8, 1.2) * self.every
                if following:
                    following.cancel()
                following = await self.drag(page, levers, random.choice(LEVERS))
                await asyncio.sleep(max(0, due - time.perf_counter()))
            for task in (following, others):
                if task:
                    task.cancel()

    async def chores(self, page: httpx.AsyncClient, number: int, token: dict[str, str]) -> None:
        """Look what is set, and hand in now and then, as the page does by itself."""
        quarter = 0
        while True:
            await asyncio.sleep(5)
            await self.ask(page, "/api/room/mine", None, **token)
            quarter += 1
            if quarter % 2 == 0:
                work = {
                    "sequence": quarter,
                    "attempt": f"washington-{number}",
                    "kind": "game",
                    "link": "W" * 1500,
                    "quarter": min(60, quarter),
                    "over": False,
                    "summary": {"side": "washington", "quarters": 60, "headline": "A crisis over Greece"},
                }
                await self.ask(page, "/api/room/hand_in", work, **token)

    async def teacher(self) -> None:
        """The teacher's page looks every two seconds."""
        headers = {"X-Kennan-Teacher": self.key}
        since = "-1"
        async with self.page("teacher") as page:
            while time.perf_counter() < self.until:
                got = await self.ask(
                    page, f"/api/rooms/{self.code}", None, **headers, **{"X-Kennan-Since": since}
                )
                since = str(got["changed"]) if got else since
                await asyncio.sleep(2)

    async def lesson(self, students: int) -> None:
        """Hold the lesson."""
        async with self.page("teacher") as page:
            room = await self.ask(page, "/api/rooms/open", {}, **{"X-Kennan-Teacher": self.key})
            self.code = room["room"]["code"]
        await asyncio.gather(self.teacher(), *(self.student(n) for n in range(students)))


# ---- the desk


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


def desk(port: int, folder: Path) -> subprocess.Popen[str]:
    """Return a desk that is ready."""
    command = [sys.executable, "-m", "kennan", "serve", "--lan", "--no-browser", "--port", str(port)]
    process = subprocess.Popen(
        [*command, "--rooms", str(folder)], stdout=subprocess.PIPE, text=True, env={**os.environ}
    )
    assert process.stdout is not None
    for line in process.stdout:
        if "cannot be loaded" in line:
            process.kill()
            raise SystemExit(line.strip())
        if line.strip().startswith("ready"):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return process
    raise SystemExit("the desk did not become ready")


def weigh(process: subprocess.Popen[str], seen: Seen, until: float) -> None:
    """Note the memory of the server every two seconds."""
    begun, it, me = time.perf_counter(), psutil.Process(process.pid), psutil.Process()
    before, first, mine = psutil.cpu_times(), it.cpu_times(), me.cpu_times()
    while time.perf_counter() < until:
        seen.memory.append((time.perf_counter() - begun, it.memory_info().rss / 1e6))
        time.sleep(2)
    after, last, now = psutil.cpu_times(), it.cpu_times(), me.cpu_times()
    whole = (time.perf_counter() - begun) * (psutil.cpu_count() or 1)
    seen.server = last.user + last.system - first.user - first.system
    seen.idle = (after.idle - before.idle) / whole
    used = seen.server + now.user + now.system - mine.user - mine.system
    seen.others = max(0.0, 1 - seen.idle - used / whole)


def quantile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def waited(seconds: list[float]) -> dict[str, Any]:
    """Return how long something took, and how often it came."""
    return {
        "came": len(seconds),
        "median": round(statistics.median(seconds), 3) if seconds else None,
        "p95": round(quantile(seconds, 0.95), 3),
        "worst": round(max(seconds, default=float("nan")), 3),
    }


def told(seen: Seen, minutes: float, clients: int) -> dict[str, Any]:
    """Return the figures of a lesson."""
    minute = [mb for at, mb in seen.memory if 30 <= at <= 90] or [mb for _, mb in seen.memory]
    last = [mb for at, mb in seen.memory if at >= seen.memory[-1][0] - 30]
    return {
        "clients": clients,
        "minutes": minutes,
        "drags": seen.drags,
        "first_answer": waited(seen.first),
        "few_worlds_to_the_end": waited(seen.few),
        "a_thousand_worlds": waited(seen.whole),
        "small_requests": {
            "count": len(seen.small),
            "median": round(statistics.median(seen.small), 4),
            "p95": round(quantile(seen.small, 0.95), 4),
        },
        "errors": seen.errors,
        "machine": {
            "server_core_seconds": round(seen.server, 1),
            "idle": round(seen.idle, 2),
            "others": round(seen.others, 2),
        },
        "memory_mb": {
            "first_minute": round(statistics.median(minute)),
            "end": round(statistics.median(last)),
            "highest": round(max(mb for _, mb in seen.memory)),
            "by_half_minute": [round(mb) for _, mb in seen.memory[::15]],
        },
    }


def show(found: dict[str, Any]) -> None:
    small, memory = found["small_requests"], found["memory_mb"]
    print(f"{found['clients']} students, {found['minutes']:g} minutes, {found['drags']} drags")
    for name in ("first_answer", "few_worlds_to_the_end", "a_thousand_worlds"):
        one = found[name]
        print(
            f"  {name.replace('_', ' '):<22}{one['came']} came: median {one['median']} s, "
            f"95 in 100 {one['p95']} s, worst {one['worst']} s"
        )
    print(f"  small requests    {small['count']}: median {small['median']} s, 95 in 100 {small['p95']} s")
    print(f"  errors            {found['errors'] or 'none'}")
    machine = found["machine"]
    print(
        f"  machine           the server had {machine['server_core_seconds']} s of a core; "
        f"{machine['others']:.0%} of the machine went to other programs, {machine['idle']:.0%} lay idle"
    )
    print(
        f"  memory            {memory['first_minute']} MB after a minute, {memory['end']} MB at the end, "
        f"highest {memory['highest']} MB"
    )
    print(f"                    every half minute: {memory['by_half_minute']}")


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--clients", type=int, default=30)
    parser.add_argument("--every", type=float, default=5, help="seconds between two drags of a student")
    parser.add_argument("--worlds", type=int, default=1000, help="worlds in the end")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    random.seed(47)
    with tempfile.TemporaryDirectory() as folder:
        port = free_port()
        process = desk(port, Path(folder))
        try:
            until = time.perf_counter() + 60 * asked.minutes
            key = (Path(folder) / "teacher.key").read_text().strip()
            seen = Seen()
            lesson = Class(
                f"http://127.0.0.1:{port}", f"localhost:{port}", asked.worlds, asked.every, until, seen, key
            )
            scales = threading.Thread(target=weigh, args=(process, seen, until), daemon=True)
            scales.start()
            asyncio.run(lesson.lesson(asked.clients))
            scales.join()
        finally:
            process.terminate()
            process.wait(10)
    found = told(seen, asked.minutes, asked.clients)
    if asked.json:
        print(json.dumps(found, indent=2))
    else:
        show(found)
    slow = not seen.first or found["first_answer"]["median"] >= 1
    grown = found["memory_mb"]["end"] > 1.1 * found["memory_mb"]["first_minute"]
    return int(bool(slow or grown or seen.errors))


if __name__ == "__main__":
    sys.exit(main())
