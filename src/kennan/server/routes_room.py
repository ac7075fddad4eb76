"""The classroom: a teacher opens a room and sees the class, students join with a code and hand in their games.

Teachers send their key as ``X-Kennan-Teacher``, students their token as ``X-Kennan-Student``; a page of another site
cannot send either, and no cookie is needed.
"""

from __future__ import annotations

import re
import threading
from typing import Any

from kennan.faults import Fault, unknown
from kennan.server import schema_room as s
from kennan.server.call import Call
from kennan.server.classroom import Missing, TooMany, codes, export, rooms, students
from kennan.server.classroom.classroom import Classroom
from kennan.server.endpoint import endpoint
from kennan.server.guard import Rate

WORLDS = 1000  # laid beside a class
HANDING_IN = Rate(rate=1, burst=30)  # for each student: a turn takes longer than a second
_HANDING = threading.Lock()


def _taught(call: Call[Any]) -> Classroom:
    """Return the rooms to a teacher.

    Raises
    ------
    Denied : the key is missing or wrong.
    """
    classroom = call.desk.classroom
    classroom.check_teacher(call.headers.get("x-kennan-teacher", ""))
    return classroom


def _token(call: Call[Any]) -> str:
    return call.headers.get("x-kennan-student", "")


def _since(call: Call[Any]) -> int:
    given = call.headers.get("x-kennan-since", "")
    return int(given) if re.fullmatch(r"[0-9]{1,15}", given) else -1


# ---- the teacher


@endpoint("/api/rooms", answer=s.RoomList, early=True)
def all_rooms(call: Call[None]) -> s.RoomList:
    """List the rooms of this machine (teacher)."""
    found = rooms.all_rooms(_taught(call).store)
    settings = call.desk.settings
    hosts = [f"http://{host}:{settings.port}/" for host in settings.hosts]
    return s.RoomList(rooms=[s.RoomRow(**one) for one in found], hosts=hosts)


@endpoint("/api/rooms/open", request=s.OpenRoom, answer=s.ClassView, early=True)
def open_room(call: Call[s.OpenRoom]) -> s.ClassView:
    """Open a room (teacher)."""
    store = _taught(call).store
    code = rooms.open_room(store, call.asked.title or "Class", call.asked.assignment.model_dump())
    return s.ClassView(**rooms.whole_class(store, code))


@endpoint("/api/rooms/{code}", answer=s.Looked, early=True)
def look(call: Call[None]) -> s.Looked:
    """Show a class and its work; with X-Kennan-Since: NUMBER only if it has changed since (teacher)."""
    store, code = _taught(call).store, call.path["code"]
    changed = rooms.changed(store, code)
    if changed == _since(call):
        return s.Looked(changed=changed, view=None)
    view = s.ClassView(**rooms.whole_class(store, code))
    if view.waiting:  # left by a server that was stopped
        call.desk.checker.wake()
    return s.Looked(changed=view.room.changed, view=view)


@endpoint("/api/rooms/{code}/work", request=s.SetWork, answer=s.ClassView, early=True)
def set_work(call: Call[s.SetWork]) -> s.ClassView:
    """Set what the class is to do (teacher)."""
    store, code = _taught(call).store, call.path["code"]
    rooms.assign(store, code, call.asked.title or "Class", call.asked.assignment.model_dump())
    return s.ClassView(**rooms.whole_class(store, code))


@endpoint("/api/rooms/{code}/closed", request=s.CloseRoom, answer=s.ClassView, early=True)
def close_room(call: Call[s.CloseRoom]) -> s.ClassView:
    """Close a room, or open it again (teacher)."""
    store, code = _taught(call).store, call.path["code"]
    rooms.close(store, code, call.asked.closed)
    return s.ClassView(**rooms.whole_class(store, code))


@endpoint("/api/rooms/{code}/remove", request=s.TakeOut, answer=s.ClassView, early=True)
def take_out(call: Call[s.TakeOut]) -> s.ClassView:
    """Take a student out of the room, with all work (teacher)."""
    store, code = _taught(call).store, call.path["code"]
    rooms.remove(store, code, call.asked.student)
    return s.ClassView(**rooms.whole_class(store, code))


@endpoint("/api/rooms/{code}/delete", request=s.DeleteRoom, answer=s.Done, early=True)
def delete_room(call: Call[s.DeleteRoom]) -> s.Done:
    """Delete a room with everyone and everything in it (teacher)."""
    rooms.delete(_taught(call).store, call.path["code"])
    return s.Done()


@endpoint("/api/rooms/{code}/csv", answer=s.Saved, early=True)
def as_csv(call: Call[None]) -> s.Saved:
    """Give a class as CSV (teacher)."""
    found = rooms.whole_class(_taught(call).store, call.path["code"])
    return s.Saved(name=f"class-{found['room']['code']}.csv", text=export.to_csv(found))


@endpoint("/api/rooms/{code}/json", answer=s.Saved, early=True)
def as_json(call: Call[None]) -> s.Saved:
    """Give a class as JSON (teacher)."""
    found = rooms.whole_class(_taught(call).store, call.path["code"])
    return s.Saved(name=f"class-{found['room']['code']}.json", text=export.to_json(found))


@endpoint("/api/room/ticket", request=s.Ticket, answer=s.Key, early=True)
def ticket(call: Call[s.Ticket]) -> s.Key:
    """Give the teacher's key for a ticket that is good once."""
    call.desk.classroom.tickets.use(call.asked.ticket)
    return s.Key(key=call.desk.classroom.key)


@endpoint("/api/rooms/worlds", request=s.WorldsWanted, answer=s.Worlds)
def worlds(call: Call[s.WorldsWanted]) -> s.Worlds:
    """Count the endings of a thousand worlds of the model, to be laid beside a class (teacher)."""
    import numpy as np

    from kennan.engine import offered
    from kennan.engine.plan import Plan
    from kennan.model.recorded import OUTCOMES

    _taught(call)
    name = call.asked.policy
    scenario = call.desk.scenario
    if name not in (known := offered.names(scenario)):
        raise Missing(unknown("policy", name, known))
    plan = Plan.build(scenario, (name,), worlds=WORLDS, seed=call.asked.seed)
    block = call.desk.worker.run(call.client, plan, work=call.work, channel="room worlds")
    ends = np.asarray(block.ending)[: plan.worlds]
    return s.Worlds.model_validate(
        {
            "policy": name,
            "title": plan.policies[0].title,
            "worlds": plan.worlds,
            "seed": plan.seed,
            "year": call.desk.world.start_year + plan.years,
            "counts": {outcome: int((ends == k).sum()) for k, outcome in enumerate(OUTCOMES, 1)},
        }
    )


# ---- the student


@endpoint("/api/room/join", request=s.Join, answer=s.Seated, early=True)
def join(call: Call[s.Join]) -> s.Seated:
    """Join a room with its code and a name."""
    classroom = call.desk.classroom
    try:
        seated = s.Seated(**students.join(classroom.store, call.asked.code, call.asked.name))
    except Missing:
        classroom.guessed_wrong(call.address)
        raise
    classroom.seats.know(seated.token)
    return seated


@endpoint("/api/room/mine", answer=s.Seat, early=True)
def mine(call: Call[None]) -> s.Seat:
    """Show one's own seat and the work that is set (student)."""
    classroom, token = call.desk.classroom, _token(call)
    seat = s.Seat(**students.mine(classroom.store, token))
    classroom.seats.know(token)
    return seat


@endpoint("/api/room/hand_in", request=s.HandIn, answer=s.Kept, early=True)
def hand_in(call: Call[s.HandIn]) -> s.Kept:
    """Hand in a game or plan as it stands; when this is answered it is on the disk (student)."""
    token = _token(call)
    _not_too_often(token)
    posts = students.hand_in(call.desk.classroom.store, token, call.asked.model_dump())
    if call.asked.summary.ending:
        call.desk.checker.wake()
    return s.Kept(posts=posts)


@endpoint("/api/room/answer", request=s.Write, answer=s.Written, early=True)
def answer(call: Call[s.Write]) -> s.Written:
    """Hand in what one answers in writing; when this is answered it is on the disk (student)."""
    token = _token(call)
    _not_too_often(token)
    at = students.answer(call.desk.classroom.store, token, call.asked.text, call.asked.sequence)
    return s.Written(answered=at, answer=call.asked.text)


def _not_too_often(token: str) -> None:
    """Let a student hand in about once a second.

    Raises
    ------
    TooMany : it was more often.
    """
    with _HANDING:
        too_often = HANDING_IN.wait(codes.hashed(token))
    if too_often:
        raise TooMany(Fault("the same student hands in too often", do="wait some seconds"))


@endpoint("/api/room/leave", request=s.Leave, answer=s.Done, early=True)
def leave(call: Call[s.Leave]) -> s.Done:
    """Leave the room; one's name and work are deleted (student)."""
    students.leave(call.desk.classroom.store, _token(call))
    call.desk.classroom.seats.forget(_token(call))
    return s.Done()


ENDPOINTS = [
    all_rooms,
    open_room,
    worlds,
    look,
    set_work,
    close_room,
    take_out,
    delete_room,
    as_csv,
    as_json,
    ticket,
    join,
    mine,
    hand_in,
    answer,
    leave,
]
