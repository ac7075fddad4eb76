"""A desk is killed under every page at once: each says so, keeps what it shows, loses nothing, and goes on."""

from __future__ import annotations

import re

from desk_browser import PHONE, axe, serve, shot
from explore_browser import WIDE, force, settled, shares
from play_browser import OPENING, desk, game_of, link, quarters
from playwright.sync_api import expect
from room_browser import Lesson, join, row

expect.set_options()
GONE = "The desk on this machine does not answer"


def test_a_desk_is_killed_and_comes_back(open_page, watched, tmp_path):
    watched.allow("net::ERR_")
    lesson = Lesson(tmp_path / "rooms")
    try:
        explorer = open_page("#/explore", WIDE, at=lesson.url)
        first = settled(explorer)
        player = open_page(link(OPENING), at=lesson.url)
        desk(player, 9)
        player.get_by_role("button", name="Information: one step less").click()
        teacher = open_page(lesson.teach(lesson.code), at=lesson.url)
        student = open_page("#/class", PHONE, at=lesson.url)
        join(student, lesson.code, "Ann")
        lesson.hand_in(lesson.join(lesson.code, "Bob"), quarter=7)
        expect(row(teacher, "Bob")).to_contain_text("7 of 20")
        reader = open_page("#/read", at=lesson.url)
        expect(reader.get_by_role("main").get_by_role("heading", level=1).first).to_be_attached()
        lesson.desk.stop()

        # every page says so, and what is seen stays
        force(explorer).press("End")
        explorer.get_by_text(GONE).wait_for()
        assert force(explorer).input_value() == "1.5"
        assert sum(shares(explorer).values()) == 100
        player.keyboard.press("Control+Enter")
        player.get_by_text("does not answer").first.wait_for()
        assert quarters(player) == 9
        expect(teacher.get_by_text("does not answer").first).to_be_visible()
        expect(row(teacher, "Bob")).to_contain_text("7 of 20")
        reader.evaluate("location.hash = '#/explore'")
        expect(reader.get_by_text(GONE)).to_be_visible()
        shot(reader, "shell-gone")
        assert axe(reader) == []
        # the student's page goes on: what it hands in meanwhile waits in the browser
        student.evaluate(
            """() => { const kept = JSON.parse(localStorage.getItem('kennan.seat'))
            kept.waiting = [{ attempt: 'a', kind: 'game', link: 'WzFd', quarter: 9, over: false, sequence: 1,
                              summary: { side: 'open', quarters: 20 } }]
            localStorage.setItem('kennan.seat', JSON.stringify(kept)) }"""
        )

        port = int(re.search(r":(\d+)/", lesson.url)[1])
        lesson.desk = serve("--lan", "--rooms", str(tmp_path / "rooms"), port=port)
        assert f"join code: {lesson.code}" in "".join(lesson.desk.said) or lesson.ask("api/status")
        # it listens and the model is not loaded yet: a page can be read
        newcomer = open_page("#/read", at=lesson.url)
        expect(newcomer.get_by_role("main").get_by_role("heading", level=1).first).to_be_attached()
        expect(newcomer.get_by_text("getting ready", exact=False)).to_be_hidden()
        lesson.desk.wait_until_ready()

        # nothing was lost, and every page goes on
        settled(explorer, first)
        assert not explorer.get_by_text(GONE).is_visible()
        assert force(explorer).input_value() == "1.5"
        player.locator(".notice.gone").wait_for(state="hidden")
        player.locator("#play-acts .trouble").wait_for(state="hidden")
        assert player.get_by_role("slider", name="Information").get_attribute("aria-valuetext")
        player.keyboard.press("Control+Enter")
        desk(player, 10)
        assert game_of(player)[6][-1][0][2] == 1, "the decision made before the desk went was lost"
        student.reload()
        expect(row(teacher, "Ann")).to_contain_text("9 of 20")
        expect(row(teacher, "Bob")).to_contain_text("7 of 20")
        expect(student.get_by_text("Handed in at")).to_be_visible()
        expect(teacher.get_by_text("does not answer").first).to_be_hidden()
        expect(reader.get_by_text(GONE)).to_be_hidden()
    finally:
        lesson.desk.stop()
