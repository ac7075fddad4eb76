"""What ``kennan serve --lan`` does for a lesson: sees to a room, and says where teacher and students go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from kennan.server.classroom.classroom import Classroom

FRESH = timedelta(hours=12)  # a room opened within a school day is gone on with after a restart


def begin(classroom: Classroom, url: str, say: Callable[[str], None]) -> str:
    """Open a room, or find today's again, say the teacher's link, and return one for this machine's browser.

    The one that is returned is good once, and holds no key: what a browser is started with can be read by others.

    Parameters
    ----------
    classroom : the desk's rooms.
    url : the address of the page on this machine.
    say : told in words where to go.

    Raises
    ------
    BadInput : rooms cannot be kept in the folder.
    """
    from kennan.server.classroom import codes, rooms

    since = (datetime.now(UTC) - FRESH).strftime("%Y-%m-%dT%H:%M:%SZ")
    found, again = rooms.todays(classroom.store, since)
    code = codes.shown(found)
    link = f"{url}#/class?room={code}&key={classroom.key}"
    say(f"  join code: {code}{'  (the room goes on)' if again else ''}")
    say(f"  for the teacher, not for the projector: {link}")
    say(f"  names and games are kept in {classroom.place}")
    return f"{url}#/class?room={code}&ticket={classroom.tickets.new()}"
