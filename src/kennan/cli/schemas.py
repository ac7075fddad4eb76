"""JSON Schemas of the files that people write: an editor that knows one completes names and marks what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kennan.layout import Layout

Registers = Mapping[str, Mapping[str, str]]


def of(kind: str) -> dict[str, Any]:
    """Return the JSON Schema of a kind of file, one of :data:`KINDS`."""
    from kennan.layout import schema  # not for help

    layout, page = KINDS[kind]
    return schema(layout(), _registers(), f"kennan {kind}", page)


def _policy() -> type[Layout]:
    from kennan.policies.layout import PolicyFile

    return PolicyFile


def _plan() -> type[Layout]:
    from kennan.engine.layout import PlanFile

    return PlanFile


def _parameters() -> type[Layout]:
    from kennan.engine.layout import NumbersFile

    return NumbersFile


def _claims() -> type[Layout]:
    from kennan.ledger.layout import ClaimsFile

    return ClaimsFile


#: kind of file -> its layout, and the page that tells of it
KINDS: dict[str, tuple[Callable[[], type[Layout]], str]] = {
    "policy": (_policy, "docs/tutorial.md"),
    "parameters": (_parameters, "docs/reference/cli.md"),
    "plan": (_plan, "docs/reference/run_folder.md"),
    "claims": (_claims, "docs/reference/claims.md"),
}


def _registers() -> Registers:
    """Return every register that a layout names, each name with what it means."""
    from kennan import article, policies, scenarios
    from kennan.engine import numbers
    from kennan.engine.plan import Plan
    from kennan.ledger.check import COMPARISONS, STATISTICS
    from kennan.ledger.names import quantity_names, world_quantities
    from kennan.model import parameters, quantities
    from kennan.model.recorded import EVENTS, OUTCOMES

    known = quantities.load()
    settable = numbers.settable(scenarios.load(Plan.build().scenario))
    starts = {name: one for name, one in settable.items() if name.startswith(numbers.START)}
    return {
        "passages": {name: one.paraphrase for name, one in article.passages().items()},
        "levers": {n: _bounded(one.sentence, one) for n, one in policies.levers().items()},
        "by_hand": {n: _bounded(one.sentence, one) for n, one in policies.by_hand().items()},
        "seen": {name: one.sentence for name, one in policies.seen().items()},
        "parameters": {n: _bounded(one.sentence, one) for n, one in parameters.load().items()},
        "mechanisms": {name: one.sentence for name, one in parameters.strengths().items()},
        "starts": {
            n.removeprefix(numbers.START): _bounded(_sentence(known, n.removeprefix(numbers.START)), one)
            for n, one in starts.items()
        },
        "numbers": {name: str(one) for name, one in settable.items()},
        "quantities": {name: one.sentence for name, one in known.items()},
        "world_quantities": {name: known[name].sentence for name in world_quantities()},
        "measured": dict.fromkeys(quantity_names(), ""),
        "events": dict.fromkeys(EVENTS, ""),
        "outcomes": dict.fromkeys(OUTCOMES[:-1], ""),
        "endings": dict.fromkeys(OUTCOMES, ""),
        "statistics": dict.fromkeys(STATISTICS, ""),
        "comparisons": dict.fromkeys(COMPARISONS, ""),
    }


def _sentence(known: Mapping[str, Any], name: str) -> str:
    return known[name].sentence if name in known else ""


def _bounded(sentence: str, one: Any) -> str:
    return f"{sentence} From {one.low:g} to {one.high:g} ({one.unit}).".strip()
