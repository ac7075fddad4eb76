"""Reads one check: its size, its arms, how they are compared, and what is expected."""

from __future__ import annotations

import math
from typing import Any

from kennan.article.fields import shown
from kennan.ledger import predicates, read_arms
from kennan.ledger.check import COMPARISONS, EXPECTED, Check, Condition
from kennan.ledger.given import DEFAULTS, Given
from kennan.ledger.read_measures import MEASURE

CHECK = ("says", "arms", *DEFAULTS, *MEASURE, "compare", "without", "expect")
MOST_WORLDS, MOST_YEARS = 100_000, 200


def check(g: Given) -> Check | None:
    """Return the check, or None when anything in it is wrong."""
    before = g.sound
    g.table.only(CHECK)
    says = g.table.text("says")
    chosen = g.scenario()
    years = g.whole("years", 1, MOST_YEARS)
    worlds = g.whole("worlds", 2, MOST_WORLDS)
    sure = g.number("sure", g.given("sure"), 0.5, 0.9999)
    without = g.mechanisms("without", g.data.get("without", []))
    arms = read_arms.arms(g, chosen, years)
    compare = _compare(g, len(arms))
    expect = _expect(g, compare, bool(without))
    if g.sound > before:
        return None
    for arm in arms:
        if set(without) <= set(arm.experiment.plan.off) and without:
            g.say("without names only what is off already", "without", do="take it out of off")
            return None
    if compare == "breadth" and any(not a.measure.quantity.startswith("theatre_") for a in arms):
        g.say("breadth compares theatres", "quantity", allowed="theatre_effort, theatre_influence, ...")
        return None
    return Check(
        claim=g.at.claim, number=g.at.number, says=says, arms=tuple(arms), compare=compare,
        without=without, expect=tuple(expect), years=years, worlds=worlds, sure=sure, place=g.at(),
    )  # fmt: skip


def _compare(g: Given, arms: int) -> str:
    usual = {1: "level", 2: "difference"}.get(arms)
    if "compare" not in g.data:
        if usual is None and arms:
            allowed = ", ".join(n for n, (a, b) in COMPARISONS.items() if a <= arms <= b)
            g.say(f"there are {arms} arms and no compare", "arms", allowed=f"compare = {allowed}")
        return usual or "level"
    if g.data["compare"] not in COMPARISONS:
        g.one_of("compare", g.data["compare"], COMPARISONS, "comparison")
        return usual or "level"
    name = str(g.data["compare"])
    low, high = COMPARISONS[name]
    asked = g.data.get("arms", [{}])
    if isinstance(asked, list) and not low <= len(asked) <= high:
        wanted = f"{low}" if low == high else f"{low} to {high}"
        g.say(f"compare = {name!r} and {len(asked)} arms", "compare", allowed=f"{wanted} arms")
    return name


def _expect(g: Given, compare: str, without: bool) -> list[Condition]:
    if "expect" not in g.data:
        g.say("the check expects nothing", "says", do="add a line expect.with = { above = ... }")
        return []
    found = []
    for name, item in g.mapping("expect", g.data["expect"], EXPECTED).items():
        if name not in EXPECTED:
            continue
        if name in ("without", "gap", "factor") and not without:
            g.say(
                f"expect.{name} needs mechanisms that are off", f"expect.{name}", do='add without = ["..."]'
            )
        if name in ("steps", "ends") and compare != "order":
            g.say(
                f"expect.{name} belongs to compare = 'order'",
                f"expect.{name}",
                allowed="with, without, gap, factor",
            )
        if compare == "each" and name in ("gap", "factor"):
            g.say(
                f"expect.{name} does not go with compare = 'each'", f"expect.{name}", allowed="with, without"
            )
        found.append(_condition(g, name, item, compare))
    if not found:
        g.say("expect is empty", "expect", do="add a line expect.with = { above = ... }")
    return found


def _condition(g: Given, name: str, item: Any, compare: str) -> Condition:
    what = f"expect.{name}"
    table = g.mapping(what, item, ("above", "below", "between", "neutral"))
    bounds = [key for key in ("above", "below", "between") if key in table]
    if len(bounds) != 1:
        g.say(f"{what} is {shown(item)}", what, allowed="one of above, below, between = [low, high]")
        return Condition(name)
    low, high = -math.inf, math.inf
    if bounds == ["between"]:
        ends = g.list(what, table["between"])
        if len(ends) == 2:
            low, high = (g.number(what, end) for end in ends)
        if len(ends) != 2 or low >= high:
            g.say(f"{what} is between {shown(ends)}", what, allowed="[low, high], low below high")
    elif bounds == ["above"]:
        low = g.number(what, table["above"])
    else:
        high = g.number(what, table["below"])
    neutral = predicates.neutral(compare, name)
    if "neutral" in table:
        neutral = g.number(what, table["neutral"])
    return Condition(name, low, high, neutral)
