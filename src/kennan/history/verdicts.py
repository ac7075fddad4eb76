"""Verdicts: what the record says of a claim of the article.

The rule was fixed before any score was looked at. Each claim names mechanisms, and targets that bear on it. The same
worlds are forecast with these mechanisms and without, and both are scored on the claim's targets:

* supported: with them the scores are better, clear of chance, and the record is not unlike what was forecast;
* refuted: with them the scores are worse, clear of chance;
* not decided: neither;
* cannot be tested: the record tells nothing of a target that bears on the claim, or no target does.

Better and worse mean the mean over the claim's targets of the skill over the forecast without, by at least ``LEAST``
and with an interval clear of 0 at a level such that all claims together err in one ledger of ten at most (Bonferroni);
the interval draws blocks of years. "Not unlike" means that no target's score is one that the forecast's own courses
would reach less often than one in twenty (one in twenty for all targets of the claim together).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from kennan import article
from kennan.history.members import Members
from kennan.history.score_cells import Cells, main_score, said, surprise
from kennan.history.score_skill import FEWEST, resampled

SUPPORTED, REFUTED, OPEN, MUTE = "supported", "refuted", "not decided", "cannot be tested"
SURE = 0.90  # that no claim of the whole ledger is judged wrongly by chance
LEAST = 0.01  # a smaller gain or loss decides nothing
UNLIKE = 0.05


@dataclass(frozen=True)
class Judgement:
    """The verdict on one claim: why, on what, and by how much (``gain``, the skill over the forecast without)."""

    claim: str
    verdict: str
    reason: str
    targets: tuple[str, ...] = ()
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    surprise: float | None = None


def judge_all(
    whole: Members | None, without: dict[str, Members], cells: dict[str, Cells]
) -> list[Judgement]:
    """Return the verdict on every claim of the article, in its order; none if no claim was forecast without."""
    if whole is None:
        return []
    tried = {claim: members for claim, members in without.items() if claim in article.claims()}
    sure = 1 - (1 - SURE) / max(len(tried), 1)
    found = []
    for claim in article.claims():
        if claim in tried:
            found.append(judge(claim, whole, tried[claim], cells, sure))
        else:
            found.append(Judgement(claim, MUTE, "no target that is forecast bears on it"))
    return found


def judge(
    claim: str, whole: Members, without: Members, cells: dict[str, Cells], sure: float = SURE
) -> Judgement:
    """Return the verdict on one claim.

    Parameters
    ----------
    whole, without : the forecast with all mechanisms, and without those of the claim, in the same worlds.
    cells : what the record says, by target.
    sure : how sure the interval of the gain is.
    """
    names = tuple(name for name in without.values if name in cells)
    if not names:
        what = ", ".join(without.values) or "its targets"
        return Judgement(claim, MUTE, f"the record tells nothing of {what} in these years")
    with_, bare, odd = {}, {}, 1.0
    for name in names:
        on, off = said(whole, cells[name]), said(without, cells[name])
        both = on.known & off.known
        here = cells[name].where(both)
        if not both.any():
            continue
        on, off = on.where(both), off.where(both)
        score = main_score(on, here)
        with_[name] = _yearly(score, here.years)
        bare[name] = _yearly(main_score(off, here), here.years)
        odd = min(odd, surprise(on, here, score))
    names = tuple(with_)
    if not names:
        return Judgement(claim, MUTE, "the forecast defines its targets in no year that the record tells of")
    return _decide(claim, names, with_, bare, odd, sure)


def _decide(
    claim: str,
    names: tuple[str, ...],
    with_: dict[str, dict[int, float]],
    bare: dict[str, dict[int, float]],
    odd: float,
    sure: float,
) -> Judgement:
    years = sorted({year for name in names for year in with_[name]})
    a, b = (np.array([[side[n].get(y, 0.0) for y in years] for n in names]) for side in (with_, bare))
    gain = float(_gain(a.sum(1), b.sum(1)))
    if len(years) < FEWEST:
        return Judgement(claim, OPEN, f"the record tells of {len(years)} years alone", names, gain, surprise=odd)
    drawn = resampled(len(years), seed=47)
    could = _gain(a[:, drawn].sum(2), b[:, drawn].sum(2))
    low, high = (float(v) for v in np.quantile(could, ((1 - sure) / 2, (1 + sure) / 2)))
    told = names, gain, low, high, odd
    if np.allclose(a, b, rtol=1e-6, atol=0):
        return Judgement(claim, OPEN, "its mechanisms move none of these targets", *told)
    if low > 0 and gain >= LEAST:
        if odd < UNLIKE / len(names):
            return Judgement(claim, OPEN, "better with it than without, but unlike the record all the same", *told)
        return Judgement(claim, SUPPORTED, "the forecast is better with it than without", *told)
    if high < 0 and gain <= -LEAST:
        return Judgement(claim, REFUTED, "the forecast is worse with it than without", *told)
    if low > 0 or high < 0:
        return Judgement(claim, OPEN, f"it moves the scores by less than {LEAST:.0%}", *told)
    return Judgement(claim, OPEN, "with it and without, the forecast is as good as the record can tell", *told)


def _gain(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Return the mean over targets (first axis) of the skill; a target whose other score is 0 counts as no gain."""
    found: np.ndarray = np.where(b > 0, 1.0 - a / np.where(b > 0, b, 1.0), 0.0).mean(0)
    return found


def _yearly(score: np.ndarray, years: np.ndarray) -> dict[int, float]:
    return {int(year): float(score[years == year].sum()) for year in np.unique(years)}
