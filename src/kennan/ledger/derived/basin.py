"""What claims measure across theatres: where effort goes, what falls, how well counterforce fits (II.2-8, III.1)."""

from __future__ import annotations

from typing import Any

import numpy as np

from kennan.ledger.derived.register import derived

REVOLUTION = 0.5  # share from which those who rule made their own revolution (I.3)
BESIDE = 0.33  # nearness above which a theatre counts as lying beside Soviet power (II.4)
COMMITTED = 0.05  # counterforce at which half of the full risk is run (the commitment scale of the register)
SHOWS = 0.02  # effort that is worth counting, in units of the pressure of 1947
SUPERIOR = 1.5  # times its own effort: force that is plainly superior (II.8)
TESTED = ("GRE", "IRN", "ITA", "CZE")  # the main targets of 1947, walled in the claims on return


@derived(
    "taken_without_revolution",
    "Theatres without a revolution of their own that stood in the orbit on some 1 January and not at the start.",
    "theatres",
    every="world",
)
def taken_without_revolution(view: Any) -> Any:
    """Return how many such theatres fell [world]."""
    outside = np.asarray(view.theatres.influence) < 0.999
    put_there = (view.theatre("in_orbit") > 0.5) & (view.theatre("own_revolution") < REVOLUTION)
    return put_there.any(0)[outside].sum(0).astype(float)


@derived(
    "influence_without_revolution",
    "Mean influence in theatres without a civil war of their own at the start, outside the orbit at the start.",
    "index 0-1",
    every="year",
)
def influence_without_revolution(view: Any) -> Any:
    """Return mean influence each January [year, world]."""
    own = np.asarray(view.theatres.civil_war) < 0.5
    outside = np.asarray(view.theatres.influence) < 0.999
    return view.theatre("influence")[:, own & outside].mean(1)


@derived(
    "effort_at_risk",
    "Prize times commitment of counterforce, weighted by effort: how much risk of war the effort runs.",
    "index 0-1",
    every="year",
)
def effort_at_risk(view: Any) -> Any:
    """Return (effort x risk, effort) each January [year, world]."""
    prize = np.asarray(view.theatres.prize)[None, :, None]
    effort, force = view.theatre("effort"), view.theatre("counterforce")
    return (effort * prize * force / (force + COMMITTED)).sum(1), effort.sum(1)


@derived(
    "effort_beside_soviet_power",
    "Share of effort in theatres that lie beside Soviet power (nearness above a third).",
    "share of effort",
    every="year",
)
def effort_beside_soviet_power(view: Any) -> Any:
    """Return (effort beside Soviet power, effort) each January [year, world]."""
    table = view.theatres
    links, border, total = (np.asarray(x) for x in (table.neighbours, table.border, table.row_sum))
    effort, influence = view.theatre("effort"), view.theatre("influence")
    near = (np.einsum("ij,yjw->yiw", links, influence) + border[None, :, None]) / total[None, :, None]
    return (effort * (near > BESIDE)).sum(1), effort.sum(1)


@derived(
    "months_against_superior_force",
    "Theatre-months of effort against counterforce of one and a half times its size, read each January.",
    "theatre-months",
    every="world",
)
def months_against_superior_force(view: Any) -> Any:
    """Return twelve times the number of theatres and Januaries in which it is so [world]."""
    effort, force = view.theatre("effort")[1:], view.theatre("counterforce")[1:]
    return 12.0 * ((force > SUPERIOR * effort) & (effort > SHOWS)).sum((0, 1))


@derived(
    "distinct_main_targets",
    "Different theatres that were among the five under most effort on some 1 January.",
    "theatres",
    every="world",
)
def distinct_main_targets(view: Any) -> Any:
    """Return their number [world]."""
    first = np.argsort(-view.theatre("effort")[1:], axis=1)[:, :5]  # [year, 5, world]
    return np.array([len(np.unique(first[..., w])) for w in range(first.shape[2])], float)


@derived(
    "counterforce_fit",
    "Correlation of counterforce and effort across theatres: how well force stands where the pressure is.",
    "correlation",
    every="year",
)
def counterforce_fit(view: Any) -> Any:
    """Return the correlation each January [year, world]."""
    effort, force = view.theatre("effort"), view.theatre("counterforce")
    effort, force = effort - effort.mean(1, keepdims=True), force - force.mean(1, keepdims=True)
    return (effort * force).sum(1) / np.sqrt((effort * effort).sum(1) * (force * force).sum(1) + 1e-12)


@derived(
    "effort_at_tested_theatres",
    "Effort in Greece, Iran, Italy and Czechoslovakia, where these are outside the orbit.",
    "pressure of 1947 a theatre",
    every="year",
)
def effort_at_tested_theatres(view: Any) -> Any:
    """Return (effort there, theatres outside the orbit) each January [year, world]."""
    at = view.rows(TESTED)
    free = view.theatre("in_orbit")[:, at] < 0.5
    return (view.theatre("effort")[:, at] * free).sum(1), free.sum(1).astype(float)
