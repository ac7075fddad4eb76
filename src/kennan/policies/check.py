"""Turns the tables of a policy file into a :class:`Policy`, or says everything that is wrong with them."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from numbers import Real
from typing import Any

from kennan import article
from kennan.article.fields import Table, shown
from kennan.faults import BadInput, Fault, Faults, unknown
from kennan.policies.policy import (
    YEAR_OF_A_CONSTANT,
    ByHandPoints,
    Code,
    Points,
    Policy,
    Rule,
    Then,
    value_at,
)
from kennan.policies.registers import ByHand, Lever, by_hand, levers, seen

PARTS = ("levers", "rules", "by_hand", "code", "then")  # what stands in a policy file beside its head
HEAD = ("name", "title", "author", "source", "passages", "sentence", "hindsight")
THEN = ("from", "policy")
RULE = ("lever", "reads", "when", "reference", "gain")
SIDES = ("above", "below")
YEARS = (1.0, 9999.0)
GAINS = (-1000.0, 1000.0)
PLACES = ("follow", "perimeter", "offensive")
NAME = re.compile(r"\w[\w .-]{0,59}")
LONG_NAME = re.compile(r"\w[\w .-]{0,199}")  # of a policy that changes: it names all its parts
MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")

At = Callable[..., str]
Read = Callable[[str], Policy]


def build(data: Mapping[str, Any], at: At, read: Read | None = None) -> Policy:
    """Check the tables of a policy and return it.

    Parameters
    ----------
    data : tables ``policy``, ``levers``, ``rules``, ``by_hand`` and ``then``, as in the TOML file.
    at : maps keys to a place for messages, as in ``at("levers", "tone") == "mine.toml:7 levers.tone"``.
    read : reads the policy that ``then`` names, which must not change by itself; when left out, policies must
        stand in it in full.

    Raises
    ------
    BadInput : anything is wrong; all faults at once.
    """
    faults = Faults()
    whole = Table(dict(data), "policy file", at, faults)
    whole.only(("policy", *PARTS))
    then = _then(data.get("then", []), at, read, faults)
    head = _head(_table(whole, "policy"), at, faults, LONG_NAME if then else NAME)
    schedules = _levers(_table(whole, "levers"), at, faults)
    rules = _rules(data.get("rules", []), at, faults)
    decided = _by_hand(_table(whole, "by_hand"), at, faults)
    code = _code(_table(whole, "code") or {}, at, faults) if "code" in data else None
    faults.raise_if_any()
    # whoever changes to a policy of hindsight has hindsight
    head["hindsight"] = head["hindsight"] or any(turn.policy.hindsight for turn in then)
    return Policy(**head, levers=schedules, rules=rules, then=then, by_hand=decided, code=code)


def _table(whole: Table, key: str) -> dict[str, Any] | None:
    """Return one table of the file; a missing one is empty, another type is a fault and None."""
    value = whole.data.get(key, {})
    if isinstance(value, dict):
        return value
    whole.faults.add(f"{key} is {shown(value)}", where=whole.at(key), allowed=f"a table that begins [{key}]")
    return None


def _code(data: dict[str, Any], at: At, faults: Faults) -> Code:
    """Return what a plan keeps of a policy's function; the function itself is never made from its text."""
    table = Table(data, "policy's code", lambda *keys: at("code", *keys), faults)
    table.only(("digest", "source"))
    return Code(table.text("digest", ""), table.text("source", ""))


def _head(data: dict[str, Any] | None, at: At, faults: Faults, pattern: re.Pattern[str]) -> dict[str, Any]:
    """Read the ``[policy]`` table. Only the name must be there."""
    if data is None:
        return {}
    table = Table(data, "policy", lambda *keys: at("policy", *keys), faults)
    table.only(HEAD)
    name = ""
    if "name" in data:
        name = table.text("name")
    else:
        faults.add(
            "the policy has no name", where=at("policy"), do='begin the file: [policy], then name = "..."'
        )
    if name and not pattern.fullmatch(name):
        most = 60 if pattern is NAME else 200
        allowed = (
            f"1 to {most} letters, digits, spaces, dots, dashes and underscores, a letter or digit first"
        )
        faults.add(f"name is {shown(name)}", where=table.at("name"), allowed=allowed)
    passages = table.words("passages", ())
    if passages:
        table.known("passages", passages, "passage of the article", article.passages())
    return {
        "name": name,
        "title": table.text("title", name),
        "author": table.text("author", "not given"),
        "source": table.text("source", "not given"),
        "passages": passages,
        "sentence": table.text("sentence", "not given"),
        "hindsight": table.flag("hindsight", False),
    }


def _levers(data: dict[str, Any] | None, at: At, faults: Faults) -> dict[str, Points]:
    """Read the ``[levers]`` table; a lever that is not there takes its default."""
    if data is None:
        return {}
    known = levers()
    faults.found += [unknown("lever", name, known, at("levers", name)) for name in data if name not in known]
    before = len(faults.found)
    schedules = {
        name: _schedule(data.get(name, lever.default), lever, at("levers", name), faults)
        for name, lever in known.items()
    }
    if len(faults.found) == before:
        _somewhere(schedules, at, faults)
    return schedules


def _somewhere(schedules: dict[str, Points], at: At, faults: Faults) -> None:
    """Counterforce must go somewhere: the three weights are never all 0.

    They are straight lines that are nowhere negative: if all are 0 at some time, then also at some point.
    """
    for year in sorted({point[0] for place in PLACES for point in schedules[place]}):
        if not any(value_at(schedules[place], year) > 0 for place in PLACES):
            faults.add(
                f"{', '.join(PLACES)} are all 0 in {year:g}, so that counterforce goes nowhere",
                where=at("levers"),
                do="give one of them a value above 0; for no counterforce set level to 0",
            )
            return


def _by_hand(data: dict[str, Any] | None, at: At, faults: Faults) -> ByHandPoints:
    """Read the ``[by_hand]`` table; whether the theatres exist is for the plan to say, which knows the scenario."""
    found: ByHandPoints = {}
    known = by_hand()
    for name, value in (data or {}).items():
        where = at("by_hand", name)
        if name not in known:
            faults.found.append(unknown("decision by hand", name, known, where))
        elif known[name].axes == "world":
            found[name, ""] = _schedule(value, known[name], where, faults)
        elif not isinstance(value, dict):
            do = f"begin a table [by_hand.{name}] with lines such as GRE = 2.0"
            faults.add(f"{name} is {shown(value)}", where=where, allowed="a value for each theatre", do=do)
        else:
            for theatre, points in value.items():
                if not theatre.strip():
                    faults.add(
                        f"{name} is given for a theatre without a name", where=where, do="name the theatre"
                    )
                    continue
                place = at("by_hand", name, theatre)
                found[name, theatre] = _schedule(points, known[name], place, faults)
    return found


def _schedule(value: object, lever: Lever | ByHand, where: str, faults: Faults) -> Points:
    """Read one lever: a number, or a list of [year, value] pairs."""
    allowed = f"a number from {lever.low:g} to {lever.high:g} ({lever.unit})"
    if not isinstance(value, list | tuple):
        either = f"{allowed}, or a list of [year, value] pairs"
        return (
            (YEAR_OF_A_CONSTANT, _number(value, lever.name, lever.low, lever.high, either, where, faults)),
        )
    if not value:
        faults.add(
            f"the schedule of {lever.name} is empty", where=where, allowed="at least one [year, value] pair"
        )
    points: list[tuple[float, float]] = []
    for place, pair in enumerate(value, 1):
        what = f"point {place} of {lever.name}"
        if not isinstance(pair, list | tuple) or len(pair) != 2:
            faults.add(f"{what} is {shown(pair)}", where=where, allowed="a pair [year, value]")
            continue
        span = f"a year from {YEARS[0]:g} to {YEARS[1]:g}"
        year = _number(pair[0], f"the year of {what}", *YEARS, span, where, faults)
        points.append(
            (year, _number(pair[1], f"the value of {what}", lever.low, lever.high, allowed, where, faults))
        )
        if len(points) > 1 and year <= points[-2][0]:
            faults.add(
                f"{what} is at {year:g}, not after {points[-2][0]:g}",
                where=where,
                do="give the years in order of time",
            )
    if len(points) == 1:
        return ((YEAR_OF_A_CONSTANT, points[0][1]),)  # held at both ends it is a constant, whatever its year
    return tuple(points)


def _rules(data: object, at: At, faults: Faults) -> tuple[Rule, ...]:
    """Read the ``[[rules]]`` tables."""
    if not isinstance(data, list | tuple) or not all(isinstance(table, dict) for table in data):
        faults.add(f"rules is {shown(data)}", where=at("rules"), allowed="tables that begin [[rules]]")
        return ()
    rules: list[Rule] = []
    for number, table in enumerate(data):
        before = len(faults.found)
        rule = _rule(Table(table, "rule", lambda *keys, n=number: at("rules", n, *keys), faults))
        twins = [r for r in rules if (r.lever, r.reads, r.when) == (rule.lever, rule.reads, rule.when)]
        if twins and len(faults.found) == before:
            faults.add(
                f"there are two rules for {rule.lever} when {rule.reads} is {rule.when} a reference",
                where=at("rules", number),
                do="keep one; another may read the other side or another quantity",
            )
        rules.append(rule)
    return tuple(rules)


def _then(data: object, at: At, read: Read | None, faults: Faults) -> tuple[Then, ...]:
    """Read the ``[[then]]`` tables: months in order of time, each with a policy that has none of its own."""
    if not isinstance(data, list | tuple) or not all(isinstance(table, dict) for table in data):
        faults.add(f"then is {shown(data)}", where=at("then"), allowed="tables that begin [[then]]")
        return ()
    turns: list[Then] = []
    for number, row in enumerate(data):
        table = Table(row, "change", lambda *keys, n=number: at("then", n, *keys), faults)
        table.only(THEN)
        month, policy = _month(table), _next(table, read)
        if month and turns and turns[-1].month and month <= turns[-1].month:
            what = f"from is {month}, not after {turns[-1].month}"
            faults.add(what, where=table.at("from"), do="give the months in order of time")
        if policy:
            turns.append(Then(month, policy))
    return tuple(turns)


def _month(table: Table) -> str:
    """Read the month of a ``[[then]]`` table, or note what is wrong and return ""."""
    if "from" not in table.data:
        table.missing("from")
        return ""
    month = table.data["from"]
    if not isinstance(month, str) or not MONTH.fullmatch(month):
        do = "write it in quotation marks" if not isinstance(month, str) else ""
        what, allowed = f"from is {shown(month)}", 'a month, as in "1956-10"'
        table.faults.add(what, where=table.at("from"), allowed=allowed, do=do)
        return ""
    return month


def _next(table: Table, read: Read | None) -> Policy | None:
    """Read the policy of a ``[[then]]`` table: a name, a path, or its tables."""
    if "policy" not in table.data:
        table.missing("policy")
        return None
    given, where = table.data["policy"], table.at("policy")
    try:
        if isinstance(given, dict):
            return build(unchanging(_tables(given), where), lambda *keys: table.at("policy", *keys))
        if isinstance(given, str) and read is not None:
            return read(given)
        names = "a policy's name, or a TOML file" if read else "the tables of a policy"
        raise BadInput(Fault(f"policy is {shown(given)}", where, names))
    except BadInput as error:
        table.faults.found += [replace(fault, where=fault.where or where) for fault in error.faults]
        return None


def unchanging(data: Mapping[str, Any], where: str) -> Mapping[str, Any]:
    """Return the tables of a policy that another one changes to.

    Raises
    ------
    BadInput : it changes by itself; seen before anything is read, so that no file can lead to itself.
    """
    if data.get("then"):
        do = "name its parts one by one, each with its month"
        raise BadInput(Fault("the policy that is changed to changes by itself", where, do=do))
    return data


def _tables(data: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the tables of a policy that stands in another one, also where its head was not a table of its own."""
    if isinstance(data.get("policy"), dict):
        return data
    head = {key: value for key, value in data.items() if key not in PARTS}
    return {"policy": head, **{key: data[key] for key in PARTS if key in data}}


def _rule(table: Table) -> Rule:
    """Read one rule; every field must be there."""
    table.only(RULE)
    lever, reads = table.choice("lever", levers()), table.choice("reads", seen())
    low, high = (seen()[reads].low, seen()[reads].high) if reads in seen() else (-math.inf, math.inf)
    return Rule(
        lever=lever,
        reads=reads,
        when=table.choice("when", SIDES),
        reference=_field(table, "reference", low, high, f", which {reads} can be" if reads in seen() else ""),
        gain=_field(table, "gain", *GAINS, ""),
    )


def _field(table: Table, key: str, low: float, high: float, why: str) -> float:
    """Read a number of a rule that must be there."""
    if key not in table.data:
        table.missing(key)
        return math.nan
    allowed = f"a number from {low:g} to {high:g}" if high < math.inf else f"a finite number from {low:g}"
    return _number(table.data[key], key, low, high, allowed + why, table.at(key), table.faults)


def _number(
    value: object, what: str, low: float, high: float, allowed: str, where: str, faults: Faults
) -> float:
    """Return a finite number within bounds, or note what is wrong and return nan."""
    if isinstance(value, bool) or not isinstance(value, Real):
        do = "write the number without quotation marks" if isinstance(value, str) else ""
        faults.add(f"{what} is {shown(value)}, not a number", where=where, allowed=allowed, do=do)
        return math.nan
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not low <= number <= high or math.isinf(number):
        faults.add(f"{what} is {shown(value)}", where=where, allowed=allowed)
        return math.nan
    return number + 0.0  # -0.0 is 0.0
