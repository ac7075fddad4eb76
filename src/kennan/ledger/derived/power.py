"""What claims measure of the power at home: profession, capital, transfers, security, the light that lags.

I.4, II.3, II.8, III.4, III.11 and III.16.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from kennan.ledger.derived.register import derived

BEFORE, AFTER, QUIET = 2, 6, 12  # months around a soft phase
FORESIGHT = 18  # months before a break-up at which the rulers are asked
FALL = 60  # month from which a lag is counted
FIVE_YEARS = 60


@derived(
    "profession_gap",
    "Profession (officials who obey) less conviction.",
    "index",
    ["party_unity", "conviction"],
)
def profession_gap(view: Any) -> Any:
    """Return the gap [month, world]."""
    return view["party_unity"] - view["conviction"]


@derived("private_economy", "Part of the economy in private hands.", "share", ["monopoly"])
def private_economy(view: Any) -> Any:
    """Return the part that orders do not run [month, world]."""
    return 1.0 - view["monopoly"]


@derived("capital_ratio", "Heavy over consumer capital.", "1", ["heavy_capital", "consumer_capital"])
def capital_ratio(view: Any) -> Any:
    """Return the ratio [month, world]."""
    return view["heavy_capital"] / view["consumer_capital"]


@derived(
    "effort_against_usual",
    "Effort of a month over its mean in the ten years around it.",
    "1",
    ["effort_total"],
)
def effort_against_usual(view: Any) -> Any:
    """Return the ratio [month, world]."""
    effort = view["effort_total"].astype(float)
    total = np.concatenate([np.zeros_like(effort[:1]), effort.cumsum(0)])
    at = np.arange(len(effort))
    first, until = np.maximum(at - FIVE_YEARS, 0), np.minimum(at + FIVE_YEARS, len(effort))
    usual = (total[until] - total[first]) / (until - first)[:, None]
    return effort / np.maximum(usual, 1e-9)


@derived(
    "pressure_after_soft_phase",
    "Pressure half a year after a soft phase over pressure before it.",
    "1",
    ["soft_phase", "pressure"],
    every="item",
)
def pressure_after_soft_phase(view: Any) -> Any:
    """Return one ratio for each soft phase with a year before and after it [item, world]."""
    soft, pressure = view["soft_phase"] > 0.5, view["pressure"]
    begins, ends = ~soft[:-1] & soft[1:], soft[:-1] & ~soft[1:]
    found: list[list[float]] = []
    for world in range(soft.shape[1]):
        first, last = np.nonzero(begins[:, world])[0] + 1, np.nonzero(ends[:, world])[0] + 1
        here = []
        for month in first[first > QUIET]:
            over = last[last > month]
            if len(over) and over[0] + QUIET < len(soft):
                here.append(float(pressure[over[0] + AFTER, world] / pressure[month - BEFORE, world]))
        found.append(here)
    return _padded(found)


def _contests(view: Any, violent: bool) -> Any:
    """Return years from each transfer of power to the rule of one hand, for those decided [item, world]."""
    leaves, ruling = view.events("succession") > 0, view["contest"] < 0.5
    wild = view["violent_transfer"] > 0.5
    found: list[list[float]] = []
    for world in range(ruling.shape[1]):
        since, here = -1, []
        exits = set(np.nonzero(leaves[:, world])[0].tolist())
        settled = set((np.nonzero(ruling[1:, world] & ~ruling[:-1, world])[0] + 1).tolist())
        for month in sorted(exits | settled):
            since = month if month in exits else since
            if since > 0 and ruling[month, world]:
                # a transfer that was never contested is none of them
                if month > since and wild[since:month, world].any() == violent:
                    here.append((month - since) / 12.0)
                since = -1
        found.append(here)
    return _padded(found)


@derived(
    "years_of_violent_contest",
    "Years from a violent transfer of power to the rule of one hand, for those decided in the run.",
    "years",
    ["contest", "violent_transfer"],
    every="item",
)
def years_of_violent_contest(view: Any) -> Any:
    """Return one length for each violent contest [item, world]."""
    return _contests(view, True)


@derived(
    "years_of_quiet_contest",
    "Years from a contested transfer of power that stayed without violence to the rule of one hand, for those decided.",
    "years",
    ["contest", "violent_transfer"],
    every="item",
)
def years_of_quiet_contest(view: Any) -> Any:
    """Return one length for each quiet contest [item, world]."""
    return _contests(view, False)


@derived(
    "security_before_breakup",
    "The rulers' own estimate of their security eighteen months before a break-up.",
    "index 0-1",
    ["rulers_security"],
    every="world",
)
def security_before_breakup(view: Any) -> Any:
    """Return the estimate [world], NaN where nothing breaks."""
    month = view.reached("breakup")
    then = view["rulers_security"][np.maximum(month - FORESIGHT, 0), np.arange(len(month))]
    return np.where(month >= 0, then, np.nan)


@derived(
    "lag_of_radiance",
    "Months by which radiance has gone half its way later than inner vitality, from the fifth year to the last.",
    "months",
    ["radiance", "inner_vitality"],
    every="world",
)
def lag_of_radiance(view: Any) -> Any:
    """Return the lag [world]."""
    return _halfway(view["radiance"]) - _halfway(view["inner_vitality"])


def _halfway(x: Any) -> Any:
    """Return months from ``FALL`` until a series has gone half the way to its last year's mean [world]."""
    start, end = x[FALL], x[-12:].mean(0)
    gone = (x[FALL:] - start) / np.where(np.abs(end - start) < 1e-9, np.inf, end - start)
    return np.argmax(gone > 0.5, axis=0).astype(float)


def _padded(found: list[list[float]]) -> Any:
    """Return lists of one world each as [item, world], NaN where a world has fewer."""
    table = np.full((max(1, *(len(here) for here in found)) if found else 1, len(found)), np.nan)
    for world, here in enumerate(found):
        table[: len(here), world] = here
    return table
