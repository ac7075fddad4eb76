"""The equations of the pages, worked out from their LaTeX alone, give what the code gives, quantity by quantity.

States, numbers, levers and draws are drawn at random, so that the two agree as formulas and not in one case.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from equations_value import Given, Page

sys.path.insert(0, str(Path(__file__).parents[2] / "docs"))
from making import modules

from kennan.model import chance, inputs, parameters, quantities
from kennan.model.month import ORDER
from kennan.model.names import Names

THEATRES, WORLDS, DT = 6, 400, 0.5  # half a year: changes that are large beside the error of single precision
NEAR = 2e-4  # the code is in single precision, what is read here in double
AGREE = 0.995  # of all values: single precision may turn a draw that falls on its threshold


@pytest.fixture(scope="module")
def given() -> Given:
    random = np.random.default_rng(47)
    leading = {"world": (), "theatre": (THEATRES,), "rival": (chance.RIVALS,)}

    def between(low: float, high: float, *shape: int) -> np.ndarray:
        return random.uniform(low, high, shape).astype(np.float32)

    state: dict[str, Any] = {}
    for name, q in quantities.load().items():
        shape = (*leading[q.axes], WORLDS)
        low, high = max(q.low, -1.0), min(q.high, 1.5)
        low, high = (50.0, 80.0) if name == "leader_age" else (low, max(high, low + 0.5))
        drawn = between(low, high, *shape)
        state[name] = np.round(between(0, 1, *shape)) if q.kind == "flag" or q.unit == "0 or 1" else drawn
    state["output"], state["western_output"] = between(0.5, 3, WORLDS), between(0.5, 3, WORLDS)
    state["depression"] *= random.random(WORLDS) < 0.3
    state["at_war"] *= random.random(WORLDS) < 0.3
    state["crisis_level"] = np.floor(between(0, 4, THEATRES, WORLDS))
    numbers = {n: between(p.low, p.high, WORLDS) for n, p in parameters.load().items()}
    draws = {
        name: between(0, 1, *leading[over], WORLDS)
        if law == chance.UNIFORM
        else random.standard_normal((*leading[over], WORLDS)).astype(np.float32)
        for name, (law, over) in chance.DECLARED.items()
    }
    for name in (
        "crisis",
        "change_of_hands",
        "turn",
        "death",
        "ouster",
        "depression",
        "general_war",
        "reach_down",
    ):
        draws[name] = draws[name] ** 4  # small enough, often, for things to happen
    place = {name: between(0.1, 1, THEATRES, 1) for name in inputs.TABLES}
    place |= {name: between(0.1, 1, THEATRES, WORLDS) for name in inputs.THROUGH_PLACE}
    for square in ("neighbours", "groups"):
        place[square] = between(0, 0.5, THEATRES, THEATRES)
    place["walled"] = np.float32([[1], [0], [0], [1], [0], [0]])
    place["schooling"] = np.float32(-1.0)
    levers = {name: between(0.1, 1, WORLDS) for name in inputs.LEVERS}
    return Given(state, numbers, levers, draws, place, DT)


def stepped(step: Any, given: Given) -> dict[str, np.ndarray]:
    here = Names(given.place, dt=given.dt, apart=lambda compute: compute())
    found = step(Names(given.state), Names(given.numbers), Names(given.draws), Names(given.levers), here)
    found.pop("events", None)
    return {name: np.asarray(value, float) for name, value in found.items()}


def page_of(stem: str, given: Given) -> Page:
    others = [Page(modules.load("pressure").equations, given)] if stem != "pressure" else []
    return Page(modules.load(stem).equations, given, others)


@pytest.mark.parametrize("name", [name for name, _ in ORDER])
def test_the_page_gives_what_the_code_gives(name, given):
    code = stepped(dict(ORDER)[name], given)
    page = page_of(modules.step_files()[name], given)
    apart = {}
    for quantity, value in code.items():
        read = np.broadcast_to(np.asarray(page.new(quantity), float), value.shape)
        near = np.abs(read - value) <= NEAR * (1.0 + np.abs(value))
        if near.mean() < AGREE:
            apart[quantity] = f"{near.mean():.3f} agree; page {read.flat[0]:.6g}, code {value.flat[0]:.6g}"
    assert apart == {}


def test_a_wrong_equation_is_seen(given):
    wrong = {n: list(lines) for n, lines in modules.load("frustration").equations.items()}
    line = next(at for at, text in enumerate(wrong["advance"]) if text.startswith(r"\text{relief} ="))
    wrong["advance"][line] = wrong["advance"][line].replace(" + ", " - ")
    code = stepped(dict(ORDER)["frustration"], given)["frustration"]
    read = Page(wrong, given).new("frustration")
    assert (np.abs(read - code) <= NEAR).mean() < AGREE
