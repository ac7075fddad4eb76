"""What is in a scenario, in a few lines: ``kennan check FOLDER`` says it when the folder is sound."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from kennan import scenarios
from kennan.engine import offered
from kennan.scenarios.read import EFFECTS
from kennan.scenarios.scenario import ALIGNMENTS, Scenario


def holds(path: Path) -> dict[str, str]:
    """Return what a sound scenario holds, in words, by what it is."""
    world = scenarios.load(path)
    powers, theatres = world.powers, world.theatres
    stand = [world.alignment(letter) for letter in theatres.alignment]
    order = [world.alignment(letter) for letter in ALIGNMENTS]
    marks = [number.mark for number in world.start.values()]
    states = {state.ccode for soil in world.soil.values() for state in soil}
    return {
        "title": world.title,
        "starts": f"{world.start_year}-{world.start_month:02d}",
        "closed power": f"{powers.closed.name} ({powers.closed.code} in links.csv)",
        "open power": f"{powers.open.name} ({powers.open.code} in links.csv)",
        "words": ", ".join(_words(world)),
        "policies": ", ".join(offered.own(scenarios.choose(path))) or "none of its own",
        "tiles": _places(world),
        "theatres": f"{len(theatres)}: {_counted(sorted(stand, key=order.index))}",
        "links": _links(world),
        "start": f"{len(marks)} numbers: {_counted(sorted(marks))}",
        "hindsight": ", ".join(e for e in EFFECTS if any(n.startswith(e) for n in world.hindsight)) or "none",
        "evidence": ", ".join(theatres.evidence) or "none",
        "states": f"{len(states)} of a record stand in theatres, {len(world.outside)} outside all",
        **({"divided": divided} if (divided := _divided(world)) else {}),
        **({"warning": warning} if (warning := _far(world)) else {}),
    }


def _words(world: Scenario) -> list[str]:
    """Return what things are called, and which of it was not said but made of the names of the powers."""
    words = world.words
    return [
        words[key] + ("" if key in words.given else " (usual)")
        for key in (
            "closed_power",
            "closed_orbit",
            "closed_leaders",
            "closed_seat",
            "open_side",
            "open_bloc",
            "open_seat",
        )
    ]


def _places(world: Scenario) -> str:
    theatres = len(world.theatres)
    drawn = sum(bool(shape["d"]) for shape in world.map["theatres"].values()) if world.map else 0
    on_map = f"{drawn} on the map" if world.map else "no map"
    return f"{len(world.tiles.given)} of {theatres} placed by hand, {on_map}"


def _divided(world: Scenario) -> str:
    """Return which states stand on the soil of several theatres, and how they count where no table says it."""
    found: dict[int, list[tuple[str, float]]] = {}
    for code, soil in world.soil.items():
        for state in soil:
            found.setdefault(state.ccode, []).append((code, state.counts))
    return "; ".join(
        f"state {state} over {', '.join(f'{code} ({counts:.2g})' for code, counts in parts)}"
        for state, parts in found.items()
        if len(parts) > 1
    )


def _links(world: Scenario) -> str:
    theatres, powers = world.theatres, world.powers
    inner = int(np.count_nonzero(np.triu(theatres.neighbours)))
    to_closed, to_open = (int(np.count_nonzero(weight)) for weight in (theatres.border, theatres.haven))
    ends = f"{to_closed} to {powers.closed.code}, {to_open} to {powers.open.code}"
    return f"{inner + to_closed + to_open}: {inner} between theatres, {ends}"


def _far(world: Scenario) -> str:
    """Return what follows where no theatre lies beside one of the powers: that can be meant, and can be a slip."""
    theatres, closed, opened = world.theatres, world.powers.closed, world.powers.open
    said = []
    if not np.any(theatres.border):
        said.append(
            f"no link leads to {closed.code}: no theatre lies beside {closed.name}, so that it reaches only those near "
            "theatres in which it has influence already"
        )
    if not np.any(theatres.haven):
        said.append(
            f"no link leads to {opened.code}: no theatre has {opened.name} for a neighbour, which would count as one "
            "that is not held"
        )
    return "; ".join(said) + (". If that is not meant, add rows to links.csv" if said else "")


def _counted(words: Iterable[str]) -> str:
    return ", ".join(f"{count} {word}" for word, count in Counter(words).items())
