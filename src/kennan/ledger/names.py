"""What a check can measure, and an arm in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kennan.ledger import derived
from kennan.ledger.given import DEFAULTS
from kennan.model import quantities
from kennan.model.in_use import of_model
from kennan.model.recorded import THEATRE_FIELDS


@of_model
def world_quantities() -> tuple[str, ...]:
    """Return the quantities of one number a world."""
    return tuple(name for name, q in quantities.load().items() if q.axes == "world")


@of_model
def quantity_names() -> tuple[str, ...]:
    """Return every quantity that a check can measure."""
    return (*world_quantities(), *(f"theatre_{name}" for name in THEATRE_FIELDS), *derived.load())


def arm_words(arm: Mapping[str, Any], check: Mapping[str, Any]) -> str:
    """Return what an arm changes, in a few words."""
    said = []
    for key, value in arm.items():
        if key == "policy":
            said.append(str(value))
        elif key in ("hold", "levers", "set") and isinstance(value, Mapping):
            said += [f"{name} = {number}" for name, number in value.items()]
        elif key == "off" and isinstance(value, list):
            said.append("without " + ", ".join(map(str, value)))
        elif key == "holds" and isinstance(value, list):
            said += [_span_words(h.get("quantity"), h) for h in value if isinstance(h, Mapping)]
        elif key == "walls" and isinstance(value, list):
            said += [_span_words("walls", h) for h in value if isinstance(h, Mapping)]
        elif key in ("window", "since") and isinstance(value, list):
            said.append(f"{'months' if key == 'window' else 'since'} {'-'.join(map(str, value))}")
        else:
            said.append(f"{key} {_short(value)}")
    if said:
        return ", ".join(said)
    off = check.get("off", [])
    also = f", without {', '.join(map(str, off))}" if isinstance(off, list) and off else ""
    return f"{check.get('policy', DEFAULTS['policy'])}{also}"


def _span_words(name: Any, held: Mapping[str, Any]) -> str:
    until = f"-{held['until']}" if "until" in held else " on"
    when = f" from month {held.get('from', 0)}{until}" if "from" in held or "until" in held else ""
    return f"{name} = {held.get('value')}{when}"


def _short(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value)
