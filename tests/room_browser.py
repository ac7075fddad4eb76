"""What the tests of a class share: a desk with rooms, and what its pages show of everybody."""

from __future__ import annotations

import json
import re
import urllib.request

from desk_browser import serve
from playwright.sync_api import expect


class Lesson:
    """A desk for a class, and what its pages ask of it."""

    def __init__(self, folder):
        self.folder = folder
        self.desk = serve("--lan", "--rooms", str(folder))
        self.desk.wait_until_ready()
        self.key = (folder / "teacher.key").read_text().strip()
        self.code = re.search(r"join code: (\S+)", "".join(self.desk.said))[1]
        self.sent = 0

    @property
    def url(self):
        return self.desk.url

    def ask(self, path, body=None, **headers):
        request = urllib.request.Request(
            self.url + path,
            data=None if body is None else json.dumps(body).encode(),
            headers={
                "Content-Type": "application/json",
                **{k.replace("_", "-"): v for k, v in headers.items()},
            },
        )
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)

    def room(self):
        """Open a room of this test's own and return its code."""
        made = self.ask("api/rooms/open", {"title": "Form 10"}, X_Kennan_Teacher=self.key)
        return made["room"]["code"]

    def join(self, code, name):
        return self.ask("api/room/join", {"code": code, "name": name})["token"]

    def hand_in(self, token, *, quarter=3, side="open", ending=None, orbit=12.0):
        standing = [{"name": "orbit", "label": "In the orbit", "value": orbit, "unit": "of 100"}]
        summary = {"side": side, "quarters": 20, "headline": "Crisis over Greece", "ending": ending}
        self.send(token, "WzFd", quarter, summary | {"standing": standing})

    def send(self, token, link, quarter, summary):
        self.sent += 1
        work = {"attempt": "a", "kind": "game", "link": link, "quarter": quarter, "over": quarter == 20}
        self.ask(
            "api/room/hand_in", work | {"summary": summary, "sequence": self.sent}, X_Kennan_Student=token
        )

    def teach(self, code):
        return f"#/class?room={code}&key={self.key}"


def table(page):
    return page.get_by_role("table", name="Everyone’s work")


def row(page, name):
    return table(page).get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def join(page, code, name):
    page.get_by_label("Code").fill(code)
    page.get_by_label("Your name").fill(name)
    page.get_by_role("button", name="Join", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"You are {name}")
