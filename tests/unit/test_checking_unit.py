"""A finished game counts only after it was worked out again from its link, and gives what was reported."""

from __future__ import annotations

import threading
from types import SimpleNamespace

import pytest

from kennan.faults import BadInput
from kennan.game import link, rules
from kennan.game.game import read
from kennan.server import checking
from kennan.server.call import Stopped, Work
from kennan.server.classroom import checks, rooms, students
from kennan.server.classroom.checks import Waiting
from kennan.server.classroom.classroom import Classroom


@pytest.fixture(scope="module")
def game():
    """Give a whole short game in which nothing is decided."""
    return read(
        {
            "v": rules.VERSION,
            "side": "open",
            "seed": 47,
            "world": 12,
            "length": "short",
            "choices": [0] * 20,
        }
    )


@pytest.fixture(scope="module")
def worker():
    """Give a worker that simulates in the test's own thread."""
    from kennan.game.counterfactuals import here

    return SimpleNamespace(scenario="", wait_until_ready=lambda _: None, run=lambda _, plan, work: here(plan))


@pytest.fixture(scope="module")
def report(game, worker):
    """Give what an honest page reports of the game."""
    from kennan.game import view
    from kennan.game.plan import plan
    from kennan.game.trajectory import walked
    from kennan.model.recorded import OUTCOMES

    standing = [
        {name: one[name] for name in ("name", "label", "value", "unit")}
        for one in view.of(walked(game))["standing"]
    ]
    ending = OUTCOMES[int(worker.run("", plan(game), None).ending[0]) - 1]
    return {"side": "open", "quarters": 20, "standing": standing, "ending": ending}


def handed(game, report, **other):
    given = {"link": link.to_link(game), "quarter": game.played, "over": True} | other
    return Waiting(id=1, sequence=1, student=1, summary=report, **given)


def test_what_the_page_reports_of_a_game_agrees_with_its_link(game, report, worker):
    assert checking.why_not(worker, handed(game, report), Work()) == ""


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"ending": "expansion"}, "ending: expansion was reported, the link gives"),
        ({"side": "closed"}, "side: closed was reported, the link gives open"),
        ({"quarters": 60}, "length: 60 was reported, the link gives 20"),
        ({"standing": [{"name": "orbit", "label": "In the orbit", "value": 1.25}]}, "In the orbit: 1.25 was"),
        ({"standing": [{"name": "gold", "label": "Gold", "value": 1.0}]}, "the link gives nothing"),
    ],
)
def test_a_forged_report_is_found_out(game, report, worker, other, words):
    assert words in checking.why_not(worker, handed(game, report | other), Work())


def test_a_game_that_is_not_over_is_found_out(game, report, worker):
    found = checking.why_not(worker, handed(game.until(4), report | {"standing": []}), Work())
    assert "end: over was reported, the link gives not over" in found
    assert "it is not over" in found
    assert "quarter" in checking.why_not(worker, handed(game, report, quarter=19), Work())


@pytest.mark.parametrize("bad", ["", "WzJd", "WzIsMF0", "e30", "!!", "a" * 101_000])
def test_a_link_that_holds_no_game_is_found_out(game, report, worker, bad):
    assert "its link holds no game" in checking.why_not(worker, handed(game, report, link=bad), Work())


# ---- the thread


@pytest.fixture
def classroom(tmp_path):
    made = Classroom(tmp_path)
    yield made
    made.store.close()


def end(classroom, names):
    code = rooms.open_room(classroom.store, "Form 10", rooms.NO_ASSIGNMENT)
    for name in names:
        token = students.join(classroom.store, code, name)["token"]
        work = {"attempt": "a", "kind": "game", "link": name, "quarter": 20, "over": True, "sequence": 1}
        students.hand_in(classroom.store, token, work | {"summary": {"ending": "breakup"}})
    return code


def test_a_class_that_ends_at_once_is_checked_one_by_one_and_never_twice_at_a_time(classroom):
    inside, most, seen = [], [], []

    def why_not(work, _):
        inside.append(work)
        most.append(len(inside))
        seen.append(work.link)
        inside.pop()
        return "forged" if work.link == "Ann" else ""

    checker = checking.Checker(classroom, why_not)
    code = end(classroom, ["Ann", "Bob", "Cid"])
    for _ in range(10):
        checker.wake()
    checker.wait()
    assert sorted(seen) == ["Ann", "Bob", "Cid"]
    assert set(most) == {1}
    found = rooms.whole_class(classroom.store, code)
    assert (found["endings"], found["waiting"]) == ({"breakup": 2}, 0)


def test_a_game_that_breaks_the_check_does_not_count_and_keeps_nobody_waiting(classroom, capsys):
    def why_not(work, _):
        if work.link == "Ann":
            raise ZeroDivisionError
        return ""

    checker = checking.Checker(classroom, why_not)
    code = end(classroom, ["Ann", "Bob"])
    checker.wake()
    checker.wait()
    found = rooms.whole_class(classroom.store, code)
    assert (found["endings"], found["waiting"]) == ({"breakup": 1}, 0)
    assert "ZeroDivisionError" in found["students"][0]["works"][0]["why"]
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_what_is_not_checked_when_the_desk_stops_waits_for_the_next_start(classroom):
    begun = threading.Event()

    def why_not(_, work):
        begun.set()
        work.cancelled.wait()
        raise Stopped

    checker = checking.Checker(classroom, why_not)
    code = end(classroom, ["Ann"])
    checker.wake()
    begun.wait()
    checker.stop()
    checker.wait()
    checker.wake()
    checker.wait()
    assert rooms.whole_class(classroom.store, code)["waiting"] == 1
    again = checking.Checker(classroom, lambda *_: "")
    again.wake()
    again.wait()
    assert rooms.whole_class(classroom.store, code)["waiting"] == 0


def test_only_a_game_that_claims_an_ending_is_checked():
    for kind, ending, expected in (
        ("game", "breakup", "waiting"),
        ("game", None, "none"),
        ("plan", "breakup", "none"),
    ):
        assert checks.needed({"kind": kind, "summary": {"ending": ending}}) == expected


# ---- links


def test_a_link_is_the_pages_own_and_comes_back():
    game = read(
        {
            "v": rules.VERSION,
            "side": "closed",
            "seed": 2147483647,
            "world": 999,
            "opponent": "containment",
            "length": "full",
            "choices": [0, 0, [[3, 2, 2, 2, 1, 1], [20, 3, 21, 2], [20, 2]], 0],
        }
    )
    # as the page writes it: play/link.ts, whose test holds the same game
    pages = "WzIsMSwyMTQ3NDgzNjQ3LDk5OSwiY29udGFpbm1lbnQiLDEsWy0yLFtbMywyLDIsMiwxLDFdLFsyMCwzLDIxLDJdLFsyMCwyXV0sLTFdXQ"
    assert link.to_link(game) == pages
    assert link.from_link(pages) == game


@pytest.mark.parametrize("packed", [[-61], [-40, -40], [1], [True], [[1], [2]], {}, None, [[[0], [], []]]])
def test_choices_that_are_none_are_refused(packed):
    import base64
    import json

    text = base64.urlsafe_b64encode(json.dumps([1, 0, 1, 1, "model", 0, packed]).encode()).decode()
    with pytest.raises(BadInput):
        link.from_link(text.rstrip("="))
