"""What a run keeps besides the quantities of the register: outcomes, events, and theatre fields each January."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kennan.model.in_use import extensions, of_model

if TYPE_CHECKING:
    from kennan.model.reported import Outcome

#: In order of precedence; codes 1 to 6. Their definitions stand in ``outcomes.toml``.
OUTCOMES = ("general_war", "breakup", "expansion", "western_exhaustion", "mellowing", "stalemate")

#: What can happen in a month; counted over theatres where it is theatres that it happens to.
EVENTS = (
    "succession",
    "ouster",
    "violent_transfer",
    "reach_down",
    "congress",
    "soft_phase",
    "false_announcement",
    "crisis",
    "kremlin_yields",
    "west_yields",
    "settled",
    "escalation",
    "limited_war",
    "bomb",
    "repulse",
    "takeover",
    "departure",
    "rising",
    "crushed",
    "conceded",
    "let_go",
    "civil_war",
    "country_joins",
    "partition",
    "independence",
    "coup",
    "client_gained",
    "client_lost",
    "depression",
    "turned_out",
    "general_war",
    "restoration",
    "another_order",
    "secession",
    "secession_put_down",
)

#: Theatre quantities kept each January, as whole numbers: type, and how many steps make one unit.
THEATRE_FIELDS: dict[str, tuple[str, int]] = {
    "influence": ("uint8", 250),
    "in_orbit": ("uint8", 1),
    "own_revolution": ("uint8", 250),
    "clients": ("uint8", 1),
    "colonies_left": ("uint8", 1),
    "effort": ("uint16", 10_000),
    "counterforce": ("uint16", 10_000),
}


@of_model
def events() -> tuple[str, ...]:
    """Return what can happen in a month in the model in use: :data:`EVENTS`, then what extensions count."""
    return (*EVENTS, *(name for one in extensions() for name in one.events))


@of_model
def beside() -> dict[str, Outcome]:
    """Return the outcomes that extensions bring, by name: they stand beside the endings, and are none."""
    return {name: outcome for one in extensions() for name, outcome in one.outcomes.items()}


@of_model
def reachable() -> tuple[str, ...]:
    """Return every outcome that a world can reach: :data:`OUTCOMES` without the last, then what extensions bring."""
    return (*OUTCOMES[:-1], *beside())
