"""Reads the equations of the pages back and works them out, so that they can be held against the code's own results.

It knows only what stands on a page: the LaTeX, the notation that the page explains, and the values of the state,
numbers, levers, draws and place. It shares no line with the program that wrote the equations.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

TOKEN = re.compile(
    r"\\begin\{cases\}|\\end\{cases\}|\\begin\{array\}\{l\}|\\end\{array\}|\\text\{[^}]*\}|\\operatorname\{\w+\}"
    r"|\\mathrm\{d\}|\\left[(\[]|\\right[)\]]|\\[a-zA-Z]+|\\[;,\\ ]|\d+\.?\d*|[a-z]|[-+=^_{}'&<>,;:*]"
)
SPACE = {r"\;", r"\,", r"\ ", r"\quad"}
RATE = re.compile(r"^(?:(.*):\\quad )?\\frac\{\\mathrm\{d\}\\, (\\text\{\w+\})\}\{\\mathrm\{d\}t\} = (.*)$")
CALLED = re.compile(r"^\\operatorname\{(\w+)\} \\left\((.*?)\\right\) = (.*)$")


@dataclass
class Given:
    """The values that equations start from, by name."""

    state: Mapping[str, Any]
    numbers: Mapping[str, Any]
    levers: Mapping[str, Any]
    draws: Mapping[str, Any]
    place: Mapping[str, Any]
    dt: float


@dataclass
class Page:
    """The equations of one page, by section, ready to be asked for the value of a sign."""

    sections: Mapping[str, list[str]]
    given: Given
    others: list[Page] = field(default_factory=list)
    known: dict[tuple[str, str], Any] = field(default_factory=dict)

    def new(self, quantity: str) -> Any:
        """Return the new value of a quantity, as the equations have it."""
        return self.value(rf"\text{{{quantity}}}'", "", {})

    def value(self, sign: str, section: str, local: Mapping[str, Any]) -> Any:
        """Return the value of a sign that stands in a section; ``local`` has the arguments of a function."""
        if sign in local:
            return local[sign]
        for name in [section, *(name for name in self.sections if name != section)]:
            for line in self.sections.get(name, ()):
                if (name, line) in self.known and _left(line) == sign:
                    return self.known[name, line]
                if _left(line) == sign and not (
                    name != section and _inside_only(sign, self.sections, section)
                ):
                    self.known[name, line] = found = self._solve(line, name, local)
                    return found
        plain = re.fullmatch(r"\\text\{([\w.]+)\}(\^\{\\circ\})?", sign)
        if plain:
            if plain[2]:
                return self.given.place[plain[1]]
            if plain[1].startswith("lever."):
                return self.given.levers[plain[1].removeprefix("lever.")]
            for source in (self.given.state, self.given.numbers):
                if plain[1] in source:
                    return source[plain[1]]
        for other in self.others:
            if any(_left(line) == sign for lines in other.sections.values() for line in lines):
                return other.value(sign, "", {})
        raise KeyError(f"{sign} in {section}")

    def called(self, function: str, arguments: list[Any]) -> Any:
        """Return a function that a page explains, at its arguments."""
        for name, lines in self.sections.items():
            for line in lines:
                found = CALLED.match(line)
                if found and found[1] == function:
                    local = dict(zip(re.split(r",\\; ", found[2]), arguments, strict=True))
                    inside = Page({**self.sections, name: lines}, self.given, self.others)
                    return Reader(found[3], inside, name, local).all()
        raise KeyError(function)

    def _solve(self, line: str, section: str, local: Mapping[str, Any]) -> Any:
        rate = RATE.match(line)
        if not rate:
            return Reader(line.split(" = ", 1)[1], self, section, local).all()
        x, right = self.value(rate[2], section, local), rate[3]
        at_0, at_1 = (
            Reader(right, self, section, local, {rate[2]: np.zeros_like(x) + k}).all() for k in (0.0, 1.0)
        )
        slope = np.where(np.abs(at_1 - at_0) < 1e-12, -1e-12, at_1 - at_0)
        rest = -at_0 / slope  # x' = at_0 + slope x, solved over the step
        return np.where(
            np.abs(at_1 - at_0) < 1e-12,
            x + at_0 * self.given.dt,
            rest + (x - rest) * np.exp(slope * self.given.dt),
        )


def _left(line: str) -> str:
    rate = RATE.match(line)
    return (rate[1] or rate[2] + "'") if rate else line.split(" = ", 1)[0]


def _inside_only(sign: str, sections: Mapping[str, list[str]], section: str) -> bool:
    """Say whether a sign is one that its own section sets, so that no other section's may stand for it."""
    return any(_left(line) == sign for line in sections.get(section, ()))


class Reader:
    """Works out one formula, left to right."""

    def __init__(
        self,
        latex: str,
        page: Page,
        section: str,
        local: Mapping[str, Any],
        stock: Mapping[str, Any] | None = None,  # stands in this one formula, and not in what it refers to
    ):
        self.stock = stock or {}
        self.tokens = _without_rows([t for t in TOKEN.findall(latex) if t not in SPACE])
        self.page, self.section, self.local, self.at = page, section, local, 0

    def all(self) -> Any:
        found = self.either()
        if self.at != len(self.tokens):
            raise ValueError(f"read up to {self.tokens[: self.at]}, left {self.tokens[self.at :]}")
        return found

    def next(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted: str) -> str:
        token = self.next()
        if wanted and token not in wanted:
            raise ValueError(f"{token!r} where {wanted} was expected, after {self.tokens[: self.at]}")
        self.at += 1
        return token

    def braced(self) -> Any:
        self.take("{")
        found = self.either()
        self.take("}")
        return found

    def either(self) -> Any:
        found = self.both()
        while self.next() == r"\vee":
            self.take()
            found = np.logical_or(found, self.both())
        return found

    def both(self) -> Any:
        found = self.compared()
        while self.next() == r"\wedge":
            self.take()
            found = np.logical_and(found, self.compared())
        return found

    def compared(self) -> Any:
        signs = {"<": np.less, ">": np.greater, r"\le": np.less_equal, r"\ge": np.greater_equal}
        found = self.sum()
        return signs[self.take()](found, self.sum()) if self.next() in signs else found

    def sum(self) -> Any:
        minus = self.next() == "-" and bool(self.take())
        found = self.product()
        found = -found if minus else found
        while self.next() in ("+", "-"):
            found = found + self.product() if self.take() == "+" else found - self.product()
        return found

    def product(self) -> Any:
        found = self.factor()
        while self.next() == r"\cdot":
            self.take()
            found = found * self.factor()
        return found

    def factor(self) -> Any:
        if self.next() == r"\neg":
            self.take()
            return np.logical_not(self.factor())
        found = self.atom()
        while self.next() == "^":
            self.take()
            found = found ** self.braced()
        return found

    def atom(self) -> Any:
        token = self.take()
        if token[0].isdigit():
            return float(token)
        if token.startswith(r"\text"):
            return self.sign(token)
        if token.startswith(r"\operatorname"):
            return self.function(token[len(r"\operatorname{") : -1])
        return READERS[token](self)

    def sign(self, token: str) -> Any:
        if token == r"\text{the progress of each}":
            lines = [line for line in self.page.sections[self.section] if line.startswith(r"\text{progress_")]
            names = [n for n in (_left(line) for line in lines) if "stalemate" not in n]
            return np.stack([self.page.value(name, self.section, self.local) for name in names])
        for mark in (["'"], ["^", "{", "*", "}"], ["^", "{", r"\circ", "}"], ["^", "{", r"\infty", "}"]):
            if self.tokens[self.at : self.at + len(mark)] == mark:
                token, self.at = token + "".join(mark), self.at + len(mark)
        if self.next() == "_" and self.tokens[self.at + 2].isdigit():
            token, self.at = token + "_{" + self.tokens[self.at + 2] + "}", self.at + 4
        elif self.next() == "_":  # of a matrix product
            while self.take() != "}":
                pass
        return self.stock[token] if token in self.stock else self.page.value(token, self.section, self.local)

    def arguments(self) -> list[Any]:
        self.take(r"\left(")
        found = [self.either()]
        while self.next() in (",", ";"):
            self.take()
            found.append(self.either())
        self.take(r"\right)")
        return found

    def function(self, name: str) -> Any:
        values, dt = self.arguments(), self.page.given.dt
        if name == "chance":
            return 1.0 - np.exp(-np.maximum(values[0], 0.0) * dt)
        if name == "hill":
            x, h, n = values
            return np.maximum(x, 1e-6) ** n / (np.maximum(x, 1e-6) ** n + h**n)
        if name == "fill":
            x, g, loss = values
            total = np.maximum(g + loss, 1e-9)
            return g / total + (x - g / total) * np.exp(-total * dt)
        if name == "approach":
            x, y, years = values
            return y + (x - y) * np.exp(-dt / years)
        return self.page.called(name, values)

    def bracket(self) -> Any:
        """Return what is held to a range, or to what is above 0."""
        found = self.either()
        self.take(r"\right]")
        if self.take("_", "^") == "^":
            self.take("{"), self.take("+"), self.take("}")
            return np.maximum(found, 0.0)
        low = self.braced()
        self.take("^")
        return np.minimum(np.maximum(found, low), self.braced())

    def group(self) -> Any:
        self.at -= 1
        values = self.arguments()
        found = values[0] if len(values) == 1 else np.stack(np.broadcast_arrays(*values))
        if self.next() == "_":
            self.take(), self.take("{")
            found = found[int(self.take()) - 1]
            self.take("}")
        return found

    def cases(self) -> Any:
        conditions, values = [], []
        while True:
            values.append(self.either())
            self.take("&")
            if self.take(r"\text{if }", r"\text{otherwise}") == r"\text{otherwise}":
                break
            conditions.append(self.either())
            self.take("\\\\")
        self.take(r"\end{cases}")
        found = values[-1]
        for condition, value in zip(reversed(conditions), reversed(values[:-1]), strict=True):
            found = np.where(condition, value, found)
        return found

    def extreme(self, both: Callable[..., Any], over: Callable[..., Any]) -> Any:
        if self.next() == r"\left(":
            values = self.arguments()
            return both(*values) if len(values) == 2 else over(values[0], axis=0)
        return over(self.factor(), axis=0)

    def total(self) -> Any:
        if self.next() == "_":
            for token in ("_", "{", "j", "}"):
                self.take(token)
            matrix = self.atom()
            self.take(r"\cdot")
            return matrix @ self.atom()
        return np.sum(self.product(), axis=0)

    def draw(self) -> Any:
        self.take("_"), self.take("{")
        name = self.take()[len(r"\text{") : -1]
        self.take("}")
        return self.page.given.draws[name]

    def step(self) -> float:
        self.take("t")
        return self.page.given.dt

    def fraction(self) -> Any:
        return self.braced() / self.braced()

    def power_of_e(self) -> Any:
        self.take("^")
        return np.exp(self.braced())


def _normal_cdf(x: Any) -> Any:
    return _logistic(1.5957691 * x + 0.0713548 * x**3)


def _logistic(x: Any) -> Any:
    return 1.0 / (1.0 + np.exp(-np.clip(x, -30.0, 30.0)))


READERS: dict[str, Callable[[Reader], Any]] = {
    r"\left(": Reader.group,
    r"\left[": Reader.bracket,
    r"\frac": Reader.fraction,
    r"\begin{cases}": Reader.cases,
    r"\sqrt": lambda r: np.sqrt(r.braced()),
    r"\ln": lambda r: np.log(r.atom()),
    r"\exp": lambda r: np.exp(r.atom()),
    r"\sigma": lambda r: _logistic(r.atom()),
    r"\Phi": lambda r: _normal_cdf(r.atom()),
    r"\max": lambda r: r.extreme(np.maximum, np.max),
    r"\min": lambda r: r.extreme(np.minimum, np.min),
    r"\sum": Reader.total,
    r"\overline": lambda r: np.mean(r.braced(), axis=0),
    r"\Delta": Reader.step,
    "e": Reader.power_of_e,
    "u": Reader.draw,
    "z": Reader.draw,
}


def _without_rows(tokens: list[str]) -> list[str]:
    """Return a formula without the breaks that only set it in lines."""
    found, blocks = [], []
    for token in tokens:
        if token.startswith(r"\begin"):
            blocks.append(token)
        array = bool(blocks) and "array" in blocks[-1]
        if not (array and (token == "\\\\" or "array" in token)):
            found.append(token)
        if token.startswith(r"\end"):
            blocks.pop()
    return found
