"""A policy as the rest of the program holds it: frozen, checked, and the same after a trip through JSON."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from kennan.card import Card, Shown
from kennan.faults import digits

Points = tuple[tuple[float, float], ...]
ByHandPoints = dict[
    tuple[str, str], Points
]  # by (name, theatre); theatre is "" where the whole world is meant

# A constant is a schedule of one point, which is held at both ends; its year means nothing.
YEAR_OF_A_CONSTANT = 1947.0


@dataclass(frozen=True)
class Rule:
    """Moves a lever by what is seen.

    Parameters
    ----------
    lever : the lever that is moved.
    reads : the quantity that is read.
    when : "above" adds gain * max(0, seen - reference), "below" adds gain * max(0, reference - seen).
    reference : where the rule begins to act, in the unit of the quantity read.
    gain : units of the lever for one unit of the quantity; may be negative.
    """

    lever: str
    reads: str
    when: str
    reference: float
    gain: float


@dataclass(frozen=True)
class Then:
    """Another choice from a month on.

    Parameters
    ----------
    month : the month from which it holds, its first day included ("1956-10").
    policy : what the open power does from then on; it has no ``then`` of its own.
    """

    month: str
    policy: Policy


@dataclass(frozen=True)
class Code:
    """The function of Python that sets a policy's levers.

    Parameters
    ----------
    digest : what it is known by: of its code and of all that it reads; "" until a plan holds it.
    source : its text, for whoever reads the plan; it is never run from there.
    act : the function itself; None where only a plan is left of it.
    """

    digest: str
    source: str
    act: Callable[..., Any] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, repr=False)
class Policy(Shown):
    """What the open power does.

    Parameters
    ----------
    name, title, author, source, sentence : what it is called and stands for, and where it comes from.
    passages : the paragraphs of the article that it rests on.
    hindsight : whether it uses what was not known in January 1947.
    levers : for every lever its schedule, (year, value) points in order of time; between points a straight
        line, before the first and after the last the end held.
    rules : what is added to the schedules; the sum is clipped to the lever's bounds.
    then : other choices from some months on, in order of time; usually none.
    by_hand : what a person decides in a side's place, by (name, theatre), as schedules; usually nothing. The names
        are those of ``by_hand.toml``.
    code : a function that sets levers from what is seen, in place of schedules and rules; usually none. See
        :func:`kennan.policies.in_code`.
    at : maps keys to their place in the file that a person wrote, for messages; None where there is no such file.
        Two policies are equal wherever they were read.
    """

    name: str
    title: str
    author: str
    source: str
    passages: tuple[str, ...]
    sentence: str
    hindsight: bool
    levers: dict[str, Points]
    rules: tuple[Rule, ...]
    then: tuple[Then, ...] = ()
    by_hand: ByHandPoints = field(default_factory=dict)
    code: Code | None = None
    at: Callable[..., str] | None = field(default=None, compare=False)

    def where(self, *keys: str | int) -> str:
        """Return the place of a key for messages: "mine.toml:7 levers.tone", or "policies mine levers.tone"."""
        return self.at(*keys) if self.at else f"policies {self.name} {'.'.join(map(str, keys))}"

    def scheduled(self, year: float) -> dict[str, float]:
        """Return every lever's scheduled value at a time (calendar year with fraction), without rules."""
        levers = self.levers
        for turn in self.then:
            levers = turn.policy.levers if year >= year_of(turn.month) else levers
        return {name: value_at(points, year) for name, points in levers.items()}

    def _card_(self) -> Card:
        rows = [(name, _told(points), "") for name, points in self.levers.items()]
        rows += [(one.lever, f"+ {digits(one.gain)} a unit", _reason(one)) for one in self.rules]
        rows += [
            (" ".join(filter(None, key)), _told(points), "by hand") for key, points in self.by_hand.items()
        ]
        rows += [("levers", "set by a function", self.code.digest[:8])] if self.code else []
        rows += [(f"from {turn.month}", turn.policy.name, "then") for turn in self.then]
        return Card(self.name, self.sentence or self.title, rows, ("lever", "value", "when"))

    def as_dict(self) -> dict[str, Any]:
        """Return the policy in the layout of its TOML file, of plain types that JSON can hold."""
        head = {one.name: getattr(self, one.name) for one in fields(self)}
        head = {
            key: value
            for key, value in head.items()
            if key not in ("levers", "rules", "then", "by_hand", "code", "at")
        }
        data: dict[str, Any] = {
            "policy": {**head, "passages": list(self.passages)},
            "levers": {name: [list(point) for point in points] for name, points in self.levers.items()},
            "rules": [asdict(rule) for rule in self.rules],
        }
        # what follows is left out when empty, so that plans without it stay the same to the byte
        if self.by_hand:
            data["by_hand"] = _tables(self.by_hand)
        if self.code:
            text = {"source": self.code.source} if self.code.source else {}
            data["code"] = {"digest": self.code.digest, **text}
        if self.then:
            data["then"] = [{"from": turn.month, "policy": turn.policy.as_dict()} for turn in self.then]
        return data


def _told(points: Points) -> str:
    """Return a schedule in words: "0.4", or "0.4 in 1947, 0.8 in 1955"."""
    if len(points) == 1:
        return digits(points[0][1])
    return ", ".join(f"{digits(value)} in {digits(year)}" for year, value in points)


def _reason(rule: Rule) -> str:
    return f"{rule.reads} {rule.when} {digits(rule.reference)}"


def _tables(by_hand: ByHandPoints) -> dict[str, Any]:
    """Return what is decided by hand as tables: a schedule by name, or by name and theatre."""
    data: dict[str, Any] = {}
    for (name, theatre), points in by_hand.items():
        schedule = [list(point) for point in points]
        if theatre:
            data.setdefault(name, {})[theatre] = schedule
        else:
            data[name] = schedule
    return data


def year_of(month: str) -> float:
    """Return the time at which a month begins (calendar year with fraction): 1956.75 for "1956-10"."""
    year, _, number = month.partition("-")
    return int(year) + (int(number) - 1) / 12


def value_at(points: Points, year: float) -> float:
    """Return a schedule's value at a time: a straight line between its points, the ends held."""
    after = bisect_right(points, year, key=lambda point: point[0])
    if after == 0:
        return points[0][1]
    if after == len(points):
        return points[-1][1]
    (y0, v0), (y1, v1) = points[after - 1], points[after]
    share = (year - y0) / (y1 - y0)
    return (1 - share) * v0 + share * v1
