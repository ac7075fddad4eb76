"""A lesson: the teacher opens a room, students join on phones, play, and are seen; a killed desk loses nothing."""

from __future__ import annotations

import contextlib
import re
import urllib.error
import urllib.request
from collections import Counter

import pytest
from desk_browser import PHONE, axe, shot
from playwright.sync_api import expect
from room_browser import Lesson, join, row, table

PROJECTOR = {"width": 1920, "height": 1080}
expect.set_options()  # pages look every two or five seconds, and machines are slow at times
NAMES = ["Ann", "<script>alert(1)</script>", "Robert'); DROP TABLE x;--", "أحمد", "Zoë", "Ann"]


@pytest.fixture(scope="module")
def lesson(tmp_path_factory):
    made = Lesson(tmp_path_factory.mktemp("rooms"))
    yield made
    made.desk.stop()


@pytest.fixture
def code(lesson, open_page):
    made = lesson.room()
    yield made
    open_page.close()  # a page that is open asks for its room every few seconds, and would be told that it is gone
    with contextlib.suppress(urllib.error.HTTPError):  # the test has deleted it
        lesson.ask(f"api/rooms/{made}/delete", {"sure": True}, X_Kennan_Teacher=lesson.key)


def test_a_lesson_from_the_code_to_the_table(open_page, lesson, code):
    teacher = open_page(lesson.teach(code), PROJECTOR, at=lesson.url)
    expect(teacher.get_by_text(code)).to_be_visible()
    assert "key" not in teacher.url, "the key would be seen on the projector"
    teacher.get_by_text("Set the work").click() if not teacher.get_by_label("What").is_visible() else None
    teacher.get_by_label("What").select_option("game")
    teacher.get_by_label("Side").select_option("open")
    teacher.get_by_label("Words to the class").fill("Hold the line.")
    teacher.get_by_role("button", name="Set", exact=True).click()
    expect(teacher.get_by_text("Set. Students see it")).to_be_visible()

    student = open_page("#/class", PHONE, at=lesson.url, has_touch=True, is_mobile=True)
    shot(student, "class-door-phone", whole=True)
    join(student, code.lower().replace("-", ""), "Ann")
    expect(student.get_by_text("Hold the line.")).to_be_visible()
    shot(student, "class-place-phone", whole=True)
    expect(row(teacher, "Ann")).to_contain_text("not begun")

    student.get_by_role("link", name="Begin the game").click()
    expect(student).to_have_url(re.compile(r"#/play\?g="))
    expect(row(teacher, "Ann")).to_contain_text("0 of 20")
    expect(row(teacher, "Ann")).to_contain_text("Washington")
    link = row(teacher, "Ann").get_by_role("link", name="Open the work of Ann").get_attribute("href")
    assert re.fullmatch(r"#/play\?g=[\w-]+", link)
    student.goto(lesson.url + "#/class")
    expect(student.get_by_text(re.compile("Handed in at"))).to_be_visible()


def test_names_are_text_and_twice_the_same_gets_a_number(open_page, lesson, code):
    for name in NAMES:
        lesson.hand_in(lesson.join(code, name))
    page = open_page(lesson.teach(code), PROJECTOR, at=lesson.url)
    for name in [*NAMES[:-1], "Ann 2"]:
        expect(row(page, name)).to_have_count(1)
    assert page.locator("main script").count() == 0
    page.get_by_role("button", name="Hide names").click()
    expect(table(page)).not_to_contain_text("Zoë")
    expect(row(page, "Student 2")).to_have_count(1)


def finished(worlds):
    """Return the links and endings of some games in which nothing is decided."""
    from kennan.game import rules
    from kennan.game.counterfactuals import here
    from kennan.game.game import read
    from kennan.game.link import to_link
    from kennan.game.plan import plan
    from kennan.model.recorded import OUTCOMES

    head = {"v": rules.VERSION, "side": "open", "seed": 47, "length": "short", "choices": [0] * 20}
    games = [read(head | {"world": world}) for world in range(worlds)]
    endings = here(plan(games[0], worlds=worlds)).ending
    return [(to_link(game), OUTCOMES[int(code) - 1]) for game, code in zip(games, endings, strict=True)]


def test_endings_stand_beside_a_thousand_worlds_and_a_forged_one_does_not_count(open_page, lesson, code):
    games = finished(3)
    summary = {"side": "open", "quarters": 20}
    for k, (link, ending) in enumerate(games):
        lesson.send(lesson.join(code, f"s{k}"), link, 20, summary | {"ending": ending})
    (link, ending), *_ = games
    forged = "general_war" if ending != "general_war" else "breakup"
    lesson.send(lesson.join(code, "Bob"), link, 20, summary | {"ending": forged})
    page = open_page(lesson.teach(code), PROJECTOR, at=lesson.url)
    expect(page.get_by_text("3 games have ended.")).to_be_visible()
    expect(row(page, "Bob")).to_contain_text("does not agree with its link")
    ends = page.get_by_role("table", name="How the games ended, beside the model")
    titles = {
        "general_war": "general war",
        "western_exhaustion": "western exhaustion",
        "breakup": "break-?up",
    }
    for name, count in Counter(ending for _, ending in games).items():
        line = ends.get_by_role("row", name=re.compile(f"^{titles.get(name, name)}", re.IGNORECASE))
        expect(line.get_by_role("cell").first).to_contain_text(str(count))
    mellowing = ends.get_by_role("row", name=re.compile("^mellowing"))
    expect(mellowing.get_by_role("cell").nth(1)).to_contain_text(re.compile(r"\d"))
    before = mellowing.get_by_role("cell").nth(1).inner_text()
    page.get_by_label("The model under").select_option("withdrawal")
    expect(mellowing.get_by_role("cell").nth(1)).not_to_have_text(before)


def test_figures_of_the_class_stand_on_one_line(open_page, lesson, code):
    for k in range(4):
        lesson.hand_in(lesson.join(code, f"s{k}"), quarter=19, orbit=10.0 + k)
    page = open_page(lesson.teach(code), PROJECTOR, at=lesson.url)
    expect(page.get_by_text("4 games: from 10 to 13 of 100, the middle one 11.5.")).to_be_visible()


def test_a_question_is_answered_in_writing_and_saved(open_page, lesson, code):
    teacher = open_page(lesson.teach(code), PROJECTOR, at=lesson.url)
    teacher.get_by_label("Question to be answered in writing").fill("What convinced you?")
    teacher.get_by_role("button", name="Set", exact=True).click()
    expect(teacher.get_by_text("0 of 0 students have answered.")).to_be_visible()
    student = open_page("#/class", PHONE, at=lesson.url)
    join(student, code, "Ann")
    field = student.get_by_label("What convinced you?")
    field.fill("<b>A number</b>\nand a story")
    student.reload()
    expect(field).to_have_value("<b>A number</b>\nand a story")  # what is written is kept
    student.get_by_role("button", name="Hand in the answer").click()
    expect(student.get_by_text("Handed in. You can change it")).to_be_visible()
    expect(teacher.get_by_text("1 of 1 student has answered.")).to_be_visible()
    expect(teacher.get_by_role("definition")).to_have_text("<b>A number</b>\nand a story")
    assert axe(student) == []
    assert axe(teacher) == []
    for name, kept in (("CSV", "A number"), ("JSON", "A number")):
        with teacher.expect_download() as found:
            teacher.get_by_role("button", name=name, exact=True).click()
        assert kept in found.value.path().read_text(encoding="utf-8")
    student.reload()
    expect(field).to_have_value("<b>A number</b>\nand a story")


def test_a_closed_room_says_so_on_both_sides(open_page, lesson, code):
    teacher = open_page(lesson.teach(code), at=lesson.url)
    student = open_page("#/class", PHONE, at=lesson.url)
    join(student, code, "Ann")
    teacher.get_by_role("button", name="Close the room").click()
    expect(teacher.get_by_text("Closed: nobody joins")).to_be_visible()
    expect(student.get_by_text("The teacher has closed the room.")).to_be_visible()
    teacher.get_by_role("button", name="Open it again").click()
    expect(student.get_by_text("The teacher has closed the room.")).to_be_hidden()


def test_deleting_asks_first_and_leaves_nothing(open_page, lesson, code, watched):
    watched.allow("403")
    teacher = open_page(lesson.teach(code), at=lesson.url)
    student = open_page("#/class", PHONE, at=lesson.url)
    join(student, code, "Ann")
    teacher.get_by_role("button", name="Delete everything").click()
    teacher.get_by_role("button", name="Keep it").click()
    expect(row(teacher, "Ann")).to_have_count(1)
    teacher.get_by_role("button", name="Delete everything").click()
    teacher.get_by_role("button", name="Delete the room").click()
    expect(teacher.get_by_role("button", name="Open a room")).to_be_visible()
    expect(student.get_by_text("Your place in the class is gone")).to_be_visible()
    assert student.evaluate("localStorage.getItem('kennan.seat')") is None


def test_a_student_who_leaves_is_deleted(open_page, lesson, code):
    teacher = open_page(lesson.teach(code), at=lesson.url)
    student = open_page("#/class", PHONE, at=lesson.url)
    join(student, code, "Ann")
    expect(row(teacher, "Ann")).to_have_count(1)
    student.get_by_role("button", name="Leave the class").click()
    student.get_by_role("dialog").get_by_role("button", name="Leave the class").click()
    expect(student.get_by_role("heading", name="Join a class")).to_be_visible()
    expect(teacher.get_by_text("Nobody has joined yet.")).to_be_visible()


def test_the_class_is_saved_as_a_table(open_page, lesson, code):
    lesson.hand_in(lesson.join(code, "Ann"))
    page = open_page(lesson.teach(code), at=lesson.url)
    expect(row(page, "Ann")).to_have_count(1)
    with page.expect_download() as found:
        page.get_by_role("button", name="CSV").click()
    assert found.value.suggested_filename == f"class-{code}.csv"
    assert "Ann," in found.value.path().read_text(encoding="utf-8")


def test_a_wrong_code_is_said_in_words(open_page, lesson, watched):
    watched.allow("404")
    page = open_page("#/class?code=7777-7777", PHONE, at=lesson.url)
    expect(page.get_by_label("Code")).to_have_value("7777-7777")
    page.get_by_label("Your name").fill("Ann")
    page.get_by_label("Your name").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("there is no room with this code")


def test_a_wrong_key_is_said_in_words(open_page, lesson, watched):
    watched.allow("403")
    page = open_page("#/class?key=wrong", at=lesson.url)
    expect(page.get_by_role("alert")).to_contain_text("is not the one of this desk")


def test_a_ticket_that_was_used_is_said_in_words(open_page, lesson, watched):
    watched.allow("403")
    page = open_page("#/class?ticket=used", at=lesson.url)
    expect(page.get_by_role("alert")).to_contain_text("this link was used before")
    assert "ticket" not in page.url


def test_joining_needs_no_mouse(open_page, lesson, code):
    page = open_page("#/class", at=lesson.url)
    page.get_by_label("Code").focus()
    page.keyboard.type(code)
    page.keyboard.press("Tab")
    page.keyboard.type("Ann")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("You are Ann")


def test_without_a_class_the_page_says_how_to_begin_one(open_page):
    page = open_page("#/class")
    page.get_by_text("I am the teacher").click()
    expect(page.get_by_text("kennan serve --lan").first).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", ["projector", "desk", "phone"])
def test_the_teachers_view_is_for_everyone(open_page, lesson, code, scheme, size):
    for k in range(28):
        token = lesson.join(code, NAMES[k] if k < len(NAMES) else f"Student number {k}")
        side = ("open", "closed")[k % 2]
        ending = ("mellowing", "breakup", "stalemate", "general_war", None)[k % 5]
        if k % 9:
            lesson.hand_in(
                token, quarter=20 if ending else k % 20, side=side, ending=ending, orbit=8 + (k * 7) % 13
            )
    view = {"projector": PROJECTOR, "desk": None, "phone": PHONE}[size]
    page = open_page(lesson.teach(code), view, at=lesson.url, color_scheme=scheme)
    expect(table(page).get_by_role("row")).to_have_count(29)
    expect(page.get_by_text("1,000 worlds of the model under Containment")).to_be_visible()
    shot(page, f"class-teacher-{size}-{scheme}", whole=True)
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    small = page.evaluate(
        """[...document.querySelectorAll('main a, main button, main select, main input, main summary')]
        .filter((e) => e.checkVisibility()).map((e) => [e.outerHTML.slice(0, 80), e.getBoundingClientRect()])
        .filter(([, box]) => box.width < 24 || box.height < 24).map(([words]) => words)"""
    )
    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_students_place_is_for_everyone(open_page, lesson, code, scheme):
    page = open_page("#/class", PHONE, at=lesson.url, color_scheme=scheme)
    assert axe(page) == []
    join(page, code, "Ann")
    assert axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.get_by_role("button", name="Leave the class").click()
    assert axe(page) == []
