"""Unit, sentence and passages of every array, in one place for disk, memory and export.

Quantities take theirs from the register of the model; what only the records know (endings, events, axes) is
here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kennan.model.in_use import extensions
from kennan.records.frame import THEATRE, Frame

OUTCOME_PASSAGES = "IV.5"  # break-up or gradual mellowing
# What stands for "missing" in the whole numbers of each array, where readers of CF files and of zarr look for it: a
# number that the array cannot hold, or its own word for "never". No array of floating point needs one.
MISSING = {"uint8": 255, "uint16": 65_535}
MISSING_CODES = {"ending": 0, "reached": -1, "left": -1}
AXES = {
    "policy": ("name", "policy of the open power"),
    "month": ("date", "month; the first is the start, before anything has moved"),
    "year": ("calendar year", "year; values are those of its first month"),
    "theatre": ("code", "theatre: a country or region where pressure meets counterforce"),
    "event": ("name", "kind of event"),
    "outcome_kind": ("name", "outcome, without the stalemate that is left when none of them comes"),
    "parameter": ("name", "parameter of the model, as in its register"),
    "world": ("number", "world: one possible history; the same number has the same luck under every policy"),
}
EVENT_WORDS = {
    "succession": "the leader is succeeded",
    "ouster": "insiders remove the leader",
    "violent_transfer": "a succession turns violent",
    "reach_down": "rivals reach down into the masses for support",
    "congress": "a Party congress meets",
    "soft_phase": "the line turns soft",
    "false_announcement": "the open power believes wrongly that the Russians have changed",
    "crisis": "theatres in crisis begin (number)",
    "kremlin_yields": "the Kremlin yields in a crisis (number)",
    "west_yields": "the open power yields in a crisis (number)",
    "settled": "a crisis ends without a victor, by compromise or by fading (number)",
    "escalation": "a crisis rises a step (number)",
    "limited_war": "a crisis becomes a limited war (number)",
    "bomb": "the closed power has its first nuclear weapon",
    "repulse": "pressure is thrown back (number)",
    "takeover": "theatres brought into the orbit (number)",
    "departure": "theatres that leave the orbit (number)",
    "rising": "risings in the orbit, where Moscow put the rulers there (number)",
    "crushed": "risings and departures that Moscow's army puts down (number)",
    "conceded": "risings to which Moscow concedes (number)",
    "let_go": "places that Moscow lets go, or loses in conceding (number)",
    "civil_war": "civil wars that begin (number)",
    "country_joins": "countries that join the orbit by a civil war won (number)",
    "partition": "countries that a truce parts (number)",
    "independence": "colonies that go free (number)",
    "coup": "coups that succeed outside the orbit (number)",
    "client_gained": "states outside the orbit that become clients (number)",
    "client_lost": "clients that leave (number)",
    "depression": "a depression begins in the West",
    "turned_out": "an election turns out the open power's party in office",
    "general_war": "general war breaks out",
    "restoration": "a broken regime is restored",
    "secession": "a people within leaves a broken power",
    "secession_put_down": "a people within rises and is put down",
    "another_order": "another power takes over what is left of a broken one",
}


def event_words() -> dict[str, str]:
    """Return what each event of the model in use is, in words."""
    return EVENT_WORDS | {name: event.sentence for one in extensions() for name, event in one.events.items()}


class Quantity(Protocol):
    """What a row of the model's register of quantities must say."""

    @property
    def sentence(self) -> str: ...  # noqa: D102
    @property
    def unit(self) -> str: ...  # noqa: D102
    @property
    def kind(self) -> str: ...  # noqa: D102
    @property
    def passages(self) -> Sequence[str]: ...  # noqa: D102


def register() -> Mapping[str, Quantity]:
    """Return the model's register of quantities."""
    from kennan.model import quantities

    return quantities.load()


def outcome() -> dict[str, str]:
    """Return the attributes of ``outcome``, which is made from ``ending`` and not kept on disk."""
    sentence = "how the world stands when it ends, in words"
    return {"units": "name", "long_name": sentence, "passages": OUTCOME_PASSAGES}


def describe(frame: Frame, quantities: Mapping[str, Quantity] | None = None) -> dict[str, dict[str, Any]]:
    """Return the attributes of every array and axis of a run.

    Parameters
    ----------
    frame : the axes of the run.
    quantities : the register; the model's own when left out. Theatre arrays are looked up under their own
        name and under the name without "theatre_".

    Returns
    -------
    name -> {"units", "long_name", "passages", and where it applies "flag_values", "flag_meanings",
    "scale_factor", "_FillValue"}.

    Raises
    ------
    ValueError : a recorded quantity is not in the register.
    """
    if quantities is None:
        quantities = register()
    words: dict[str, dict[str, Any]] = {}
    missing = []
    for name in (*frame.monthly, *frame.theatre):
        row = quantities.get(name) or quantities.get(name.removeprefix("theatre_"))
        if row is None:
            missing.append(name)
            continue
        words[name] = {
            "units": row.unit,
            "long_name": row.sentence,
            "passages": ", ".join(row.passages),
            "kind": row.kind,
        }
    if missing:
        raise ValueError(f"not in the register of quantities: {', '.join(missing)}")
    for name in frame.theatre:
        scale = THEATRE[name][1]
        if scale is not None:
            words[name]["scale_factor"] = scale
    codes = list(range(1, len(frame.outcomes) + 1))
    # not "months since": readers of CF files would take that for a date
    month_of = f"number of the month, 0 at {frame.start_year:04d}-{frame.start_month:02d}"
    for name, units, sentence in (
        ("events", "number in the month", "events of each kind in each month"),
        ("ending", "code", "how the world stands when it ends"),
        ("reached", month_of, "first month in which the condition of an outcome held"),
        ("left", month_of, "last month in which an outcome that had been reached dissolved again"),
        ("parameters", "as in the register of parameters", "value of every parameter in every world"),
    ):
        words[name] = {"units": units, "long_name": sentence, "passages": ""}
    for name in ("ending", "reached", "left"):
        words[name]["passages"] = OUTCOME_PASSAGES
    for name in ("reached", "left"):
        words[name]["comment"] = f"{MISSING_CODES[name]}: never"
    words["ending"] |= {"flag_values": codes, "flag_meanings": " ".join(frame.outcomes)}
    for array in frame.arrays():
        missing_code = MISSING_CODES.get(array.name, MISSING.get(array.dtype))
        if missing_code is not None:
            words[array.name]["_FillValue"] = missing_code
    for name, (units, sentence) in AXES.items():
        words[name] = {"units": units, "long_name": sentence, "passages": ""}
    words["outcome"] = outcome()
    said = event_words()
    words["event"]["meanings"] = "; ".join(f"{kind}: {said[kind]}" for kind in frame.events if kind in said)
    for name in ("month", "world", "year"):
        del words[name][
            "units"
        ]  # a date has no unit (and "units" would be read as its encoding); the others count
    return words
