"""What happened in a world, read off its months: each thing once, with its place, its end and its numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from kennan.model.recorded import OUTCOMES
from kennan.story.course import Course

BELIEVED = 0.5  # from here on it is announced in the open power that the other side has changed
GRAVE = 2.0  # level from which a crisis is told by itself
COUNTED = (
    "congress",
    "reach_down",
    "restoration",
    "another_order",
    "secession",
    "depression",
    "turned_out",
    "bomb",
    "general_war",
)  # told as they are counted


@dataclass(frozen=True)
class Happening:
    """One thing that happened.

    Parameters
    ----------
    kind : a table of ``words.toml``.
    month : counted from the start, from 0.
    until : the month in which it ended; None where it has no length, or had not ended when the run did.
    theatres : where, as numbers of theatres.
    facts : what else there is to say of it, by name.
    minor : told only where everything is.
    """

    kind: str
    month: int
    until: int | None = None
    theatres: tuple[int, ...] = ()
    facts: Mapping[str, float] = field(default_factory=dict)
    minor: bool = False


def happenings(course: Course) -> tuple[Happening, ...]:
    """Return everything that happened in a world, in order of months.

    Every count of an event that the run keeps stands behind one of them, and none stands there without.
    """
    found = [
        *_places(course), *_crises(course), *_leaders(course), *_counted(course), *_turns(course),
        *_outcomes(course),
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda one: one.month))


def _places(course: Course) -> Iterator[Happening]:
    """Theatres that passed into the orbit or out of it, together where it was in the same month."""
    inside = course.there["in_orbit"] > 0.5
    for month in range(course.months):
        for kind, which in (
            ("takeover", inside[month + 1] & ~inside[month]),
            ("departure", inside[month] & ~inside[month + 1]),
        ):
            if which.any():
                yield Happening(kind, month, theatres=tuple(map(int, np.flatnonzero(which))))


def _crises(course: Course) -> Iterator[Happening]:
    """Each crisis once: where, how high it climbed, how long it was, and who gave way."""
    level = course.there["crisis_level"]
    yields = _gave_way(course)
    for theatre in range(level.shape[1]):
        begun: int | None = None
        for month in range(course.months):
            before, after = level[month, theatre] > 0.5, level[month + 1, theatre] > 0.5
            if after and not before:
                begun = month
            if begun is not None and (not after or month == course.months - 1):
                peak = float(level[begun + 1 : month + 2, theatre].max())
                end = None if after else month
                facts = {
                    "level": peak,
                    **({} if end is None else {yields.get((month, theatre), "taken"): 1.0}),
                }
                yield Happening("crisis", begun, end, (theatre,), facts, minor=peak < GRAVE)
                begun = None


def _gave_way(course: Course) -> dict[tuple[int, int], str]:
    """Return who gave way in each crisis that ended, by (month, theatre): "west", "kremlin" or, nobody, "settled".

    Where the West does, influence rises there, and where the Kremlin does it falls; the run counts how many of each
    there were in a month.
    """
    level, influence = course.there["crisis_level"], course.there["influence"]
    found: dict[tuple[int, int], str] = {}
    inside = course.there["in_orbit"] > 0.5
    for month in range(course.months):
        ended = np.flatnonzero((level[month] > 0.5) & (level[month + 1] < 0.5) & ~inside[month + 1])
        rise = influence[month + 1] - influence[month]
        order = sorted(map(int, ended), key=lambda n: -rise[n])
        west, kremlin = (int(course.events[kind][month]) for kind in ("west_yields", "kremlin_yields"))
        last = len(order) - kremlin
        found |= {
            (month, n): "west" if k < west else "kremlin" if k >= last else "settled"
            for k, n in enumerate(order)
        }
    return found


def _leaders(course: Course) -> Iterator[Happening]:
    """Each succession once: how old the leader was, how long it was fought out, and whether it turned violent."""
    settled_now, age = course.world["contest"] < 0.5, course.world["leader_age"]
    outlook = course.world["leader_orthodoxy"]
    violent = course.events["violent_transfer"]
    for month in map(int, np.flatnonzero(course.events["succession"])):
        settled = np.flatnonzero(settled_now[month + 1 :])
        until = month + int(settled[0]) if len(settled) else None
        last = course.months if until is None else until + 1
        facts = {
            "age": float(age[month]),
            "violent": float(violent[month:last].any()),
            "ousted": float(course.events["ouster"][month]),
            "reached": float(course.world["reaching_down"][month + 1 : last + 1].sum()),
            "orthodox": 0.0 if until is None else float(outlook[last] - outlook[month]),
            "mellowing_before": float(course.world["mellowing"][month]),
            "mellowing_after": float(course.world["mellowing"][min(month + 60, course.months)]),
        }
        yield Happening("succession", month, until, facts=facts)


def _counted(course: Course) -> Iterator[Happening]:
    for kind in COUNTED:
        for month in map(int, np.flatnonzero(course.events[kind])):
            yield Happening(kind, month, minor=kind in ("congress", "reach_down", "turned_out"))


def _turns(course: Course) -> Iterator[Happening]:
    """Turns of the line, and of what is believed of it."""
    for name, mark, risen, fallen, minor in (
        ("soft_phase", 0.5, "line_soft", "line_hard", True),
        ("change_announced", BELIEVED, "belief", "disbelief", False),
    ):
        over = course.world[name] > mark
        for month in range(course.months):
            if over[month + 1] != over[month]:
                yield Happening(risen if over[month + 1] else fallen, month, minor=minor)


def _outcomes(course: Course) -> Iterator[Happening]:
    """Outcomes that came to stand, with the state of things, and outcomes that dissolved."""
    for name in OUTCOMES[:-1]:
        stands = course.world[f"progress_{name}"] >= 1.0
        for month in range(course.months):
            if stands[month + 1] and not stands[month]:
                yield Happening(f"outcome_{name}", month, facts=_figures(course, month + 1))
            elif stands[month] and not stands[month + 1]:
                yield Happening(f"dissolved_{name}", month, facts=_figures(course, month + 1))


def _figures(course: Course, at: int) -> dict[str, float]:
    """Return how things stand: what a sentence about an outcome may say."""
    names = (
        "party_unity",
        "open_dissent",
        "output",
        "organs",
        "pressure",
        "orbit",
        "mellowing",
        "western_health",
    )
    facts = {name: float(course.world[name][at]) for name in names}
    later = min(at + 36, course.months)
    return facts | {"output_later": float(course.world["output"][later] / course.world["output"][at])}
