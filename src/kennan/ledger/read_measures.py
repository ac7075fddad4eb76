"""Reads what a check measures: statistic, quantity, window, and which worlds and months count."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

from kennan.article.fields import shown
from kennan.ledger import derived
from kennan.ledger.check import STATISTICS, Measure, MonthsWhere, Where, Window
from kennan.ledger.given import IN_ARMS, Given
from kennan.ledger.names import quantity_names, world_quantities
from kennan.model.recorded import OUTCOMES, events, reachable

MEASURE = (
    "statistic", "quantity", "event", "per", "outcome", "endings", "window", "since", "above", "below",
    "unit", "theatres", "except_theatres", "where", "months_where",
)  # fmt: skip
IN_ARM = tuple(key for key in IN_ARMS if key in MEASURE)
DATE = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def measure(g: Given, arm: dict[str, Any], scenario: Any, years: int) -> Measure | None:
    """Return what is measured in an arm, which may say other than the check; None when anything is wrong."""
    before = len(g.faults.found)
    given = {key: g.data[key] for key in MEASURE if key in g.data}
    if {"above", "below"} & set(arm):
        given = {key: value for key, value in given.items() if key not in ("above", "below")}
    given |= {key: arm[key] for key in IN_ARM if key in arm}
    statistic = g.one_of("statistic", given.get("statistic", "mean"), STATISTICS, "statistic")
    _reads_only(g, statistic, given)
    made: dict[str, Any] = {"statistic": statistic}
    if "quantity" in STATISTICS[statistic]:
        made["quantity"] = _quantity(g, given)
        made["theatres"] = _theatres(g, given, scenario, made["quantity"])
    if statistic == "count":
        made["event"] = _need(g, "event", given, events(), "event")
        per = g.list("per", given.get("per", []))
        made["per"] = tuple(g.one_of("per", name, events(), "event") for name in per)
    if "outcome" in STATISTICS[statistic]:
        made["outcome"] = _need(g, "outcome", given, reachable(), "outcome that can be reached")
    if statistic == "ending":
        made["endings"] = _endings(g, given.get("endings"), "endings")
    if "level" in STATISTICS[statistic]:
        made["low"], made["high"] = _level(g, given, f"statistic {statistic}", "statistic")
    if statistic == "first_month" and "unit" in given:
        made["in_years"] = g.one_of("unit", given["unit"], ("months", "years"), "unit") == "years"
    made["window"] = _window(g, given.get("window"), scenario, years, "window")
    if statistic == "change":
        if "since" not in given:
            g.say("statistic change has no since", "statistic", do="add since = [first, until]")
        made["since"] = _window(g, given.get("since"), scenario, years, "since")
    made["where"] = tuple(_wheres(g, given.get("where", []), scenario, years))
    made["months_where"] = tuple(_months_where(g, given.get("months_where", [])))
    _fits(g, statistic, made, given)
    return Measure(**made) if len(g.faults.found) == before else None


def _reads_only(g: Given, statistic: str, given: dict[str, Any]) -> None:
    allowed = {"statistic", "where", *STATISTICS[statistic]}
    allowed |= {"above", "below"} if "level" in allowed else set()
    allowed |= {"theatres", "except_theatres"} if "quantity" in allowed else set()
    for key in given:
        if key not in allowed:
            reads = [name for name, keys in STATISTICS.items() if key in keys]
            near = reads[0] if reads and key in ("event", "outcome", "endings") else ""
            g.say(
                f"statistic {statistic!r} does not read {key}", key, near=near,
                do=f"take it out, or take statistic = {' or '.join(reads)}" if reads else "take it out",
            )  # fmt: skip


def _need(g: Given, key: str, given: dict[str, Any], known: Iterable[str], kind: str) -> str:
    if key not in given:
        g.say(f"the check has no {key}", "statistic", do=f"add a line {key} = ...")
        return next(iter(known))
    return g.one_of(key, given[key], known, kind)


def _quantity(g: Given, given: dict[str, Any]) -> str:
    if "quantity" not in given:
        do = "add a line quantity = ...; statistic count reads event, reached and hazard outcome"
        g.say("the check has no quantity", "statistic", do=do)
        return "orbit"
    return g.one_of("quantity", given["quantity"], quantity_names(), "quantity to measure")


def _theatres(g: Given, given: dict[str, Any], scenario: Any, quantity: str) -> tuple[str, ...]:
    codes = scenario.theatres.code
    found: tuple[str, ...] = ()
    for key in ("theatres", "except_theatres"):
        if key not in given:
            continue
        if not quantity.startswith("theatre_"):
            g.say(f"{quantity} is not one number a theatre", key, allowed="a quantity theatre_...")
        named = tuple(g.one_of(key, code, codes, "theatre") for code in g.list(key, given[key]))
        found = named if key == "theatres" else tuple(code for code in codes if code not in named)
        if not found:
            g.say(f"{key} leaves no theatre", key)
    return found


def _endings(g: Given, value: Any, key: str) -> tuple[str, ...]:
    names = g.list(key, value)
    if not names:
        g.say(f"{key} names no ending", key, allowed=", ".join(OUTCOMES))
    return tuple(g.one_of(key, name, OUTCOMES, "ending") for name in names)


def _level(g: Given, given: Mapping[str, Any], what: str, key: str) -> tuple[float, float]:
    low = g.number(f"{key}.above", given["above"]) if "above" in given else -math.inf
    high = g.number(f"{key}.below", given["below"]) if "below" in given else math.inf
    if math.isinf(low) and math.isinf(high):
        g.say(f"{what} has no level", key, do="add above = ... or below = ...")
    if low >= high:
        g.say(f"{what} is above {low:g} and below {high:g}", key, allowed="above smaller than below")
    return low, high


def _window(g: Given, value: Any, scenario: Any, years: int, key: str) -> Window:
    last = 12 * years + 1
    if value is None:
        return 0, last
    if not isinstance(value, list) or len(value) != 2:
        allowed = 'two months, [72, 96], or dates, ["1953-01", "1955-01"]'
        g.say(f"{key} is {shown(value)}", key, allowed=allowed)
        return 0, last
    first, until = (month(g, end, scenario, key) for end in value)
    if not 0 <= first < until <= last:
        what = f"{key} runs from month {first} until month {until}"
        g.say(what, key, allowed=f"0 <= first < until <= {last} (years = {years})")
        return 0, last
    return first, until


def month(g: Given, value: Any, scenario: Any, key: str) -> int:
    """Return a month since the start, given as a number or as a date."""
    if isinstance(value, str) and (date := DATE.fullmatch(value)):
        start = 12 * int(scenario.start_year) + int(scenario.start_month)
        return 12 * int(date[1]) + int(date[2]) - start
    if isinstance(value, bool) or not isinstance(value, int):
        allowed = 'a whole number of months since the start, or a date "1953-01"'
        g.say(f"{key} holds {shown(value)}", key if key in g.data else "arms", allowed=allowed)
        return 0
    return value


def _wheres(g: Given, value: Any, scenario: Any, years: int) -> Iterable[Where]:
    for item in value if isinstance(value, list) else [value]:
        table = g.mapping(
            "where", item, ("event", "at_least", "at_most", "reached", "never", "ending", "quantity", "above",
                            "below", "window"),
        )  # fmt: skip
        kinds = [k for k in ("event", "reached", "never", "ending", "quantity") if k in table]
        if len(kinds) != 1:
            g.say(
                f"where is {shown(item)}", "where", allowed="one of event, reached, never, ending, quantity"
            )
            continue
        window = _window(g, table.get("window"), scenario, years, "where") if "window" in table else None
        yield _where(g, kinds[0], table, window)


def _where(g: Given, kind: str, table: dict[str, Any], window: Window | None) -> Where:
    if kind == "event":
        name = g.one_of("where", table["event"], events(), "event")
        if not {"at_least", "at_most"} & set(table):
            g.say("where has no number of events", "where", do="add at_least = 1 or at_most = 0")
        low = g.number("where.at_least", table.get("at_least", 0))
        high = g.number("where.at_most", table["at_most"]) if "at_most" in table else math.inf
        return Where(kind, (name,), low, high, window)
    if kind in ("reached", "never"):
        return Where(kind, (g.one_of("where", table[kind], reachable(), "outcome"),))
    if kind == "ending":
        return Where(kind, _endings(g, table["ending"], "where"))
    name = g.one_of("where", table["quantity"], world_quantities(), "quantity")
    return Where(kind, (name,), *_level(g, table, "where", "where"), window)


def _months_where(g: Given, value: Any) -> Iterable[MonthsWhere]:
    for item in value if isinstance(value, list) else [value]:
        table = g.mapping("months_where", item, ("quantity", "above", "below"))
        name = g.one_of("months_where", table.get("quantity"), world_quantities(), "quantity")
        yield MonthsWhere(name, *_level(g, table, "months_where", "months_where"))


def _fits(g: Given, statistic: str, made: dict[str, Any], given: dict[str, Any]) -> None:
    """Refuse what a quantity without months cannot give."""
    register = derived.load()
    name = made.get("quantity", "")
    if name not in register or register[name].every in ("month", "year"):
        return
    if statistic in ("change", "months", "ever", "first_month", "unevenness"):
        g.say(f"{name} has no months, so it has no {statistic}", "statistic", allowed="mean, share, median")
    for key in ("window", "months_where"):
        if key in given:
            g.say(f"{name} has no months, so {key} cannot choose some", key, do="take it out")
