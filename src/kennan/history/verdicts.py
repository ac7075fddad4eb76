"""Verdicts: what the record says of a claim of the article.

Each claim names mechanisms, and targets bear on it. The same worlds are forecast with these mechanisms and without, and
both are scored on the claim's targets. The gain is (score without - score with) over the larger of the two, from -1 to
1, the mean over the targets. A claim is

* supported: with its mechanisms the forecast is better, clear of chance; a world without them would hardly have given
  such a gain; and the record is not unlike what was forecast with them;
* refuted: with them the forecast is worse, clear of chance; and a world with them would hardly have given such a loss;
* not decided: neither;
* cannot be tested: no target bears on it, or the record tells nothing of one that does.

"Clear of chance": the interval of the gain (blocks of years drawn) lies clear of 0, and the gain is at least ``LEAST``.
"Hardly": members of that forecast are put in the place of the record, as whole courses; the share of them that give
as large a gain (or loss), (how many + 1) / (courses + 1), is at most a level. Levels are such that all claims
together err in one ledger of ten at most (Bonferroni): (1 - ``SURE``) / claims, half of it for either side. So the
level follows from the number of claims alone, and how many courses are asked for (:func:`courses`) follows from the
level: of n courses no share is smaller than 1 / (n + 1). Where a forecast keeps fewer, nothing can be "hardly", and
the verdict says so.

"Unlike": one of the targets' scores is one that the forecast's own courses reach less often than one in twenty (one
in twenty for all targets of the claim together).

The second condition was added after the first results were seen, and the gain bounded: drawing years alone, the rule
had called the end of Soviet power by break-up or mellowing refuted, because neither came in eighteen years in which the
forecast held nine chances in ten that neither would. The condition can only turn a verdict into "not decided".
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from kennan import article
from kennan.history.members import Members
from kennan.history.score_cells import Cells, Said, main_scores, said, surprise
from kennan.history.score_skill import FEWEST, resampled

SUPPORTED, REFUTED, OPEN, MUTE = "supported", "refuted", "not decided", "cannot be tested"
VERDICTS = (SUPPORTED, REFUTED, OPEN, MUTE)
SURE = 0.90  # that no claim of the whole ledger is judged wrongly by chance
LEAST = 0.01  # a smaller gain or loss decides nothing
UNLIKE = 0.05
COURSES = 1000  # members put in the place of the record, if a level does not ask for more
TELLING = 2  # times the smallest share that courses can show that the level is, at least


def level(claims: int) -> float:
    """Return how often a verdict may be wrong by chance to either side, where so many claims are judged together."""
    return (1 - SURE) / max(claims, 1) / 2


def courses(claims: int) -> int:
    """Return how many courses verdicts on so many claims ask for: ``TELLING`` / (courses + 1) is at most the level.

    So one course that does as well by luck does not decide. Of 25 claims the level is .1 / 25 / 2 = .002, and 999
    courses are asked for.
    """
    return math.ceil(TELLING / level(claims) - 1e-9) - 1


@dataclass(frozen=True)
class Judgement:
    """The verdict on one claim.

    ``gain`` with its interval ``low`` to ``high``; ``by_luck_with`` the share of worlds with the mechanisms that give
    as small a gain, ``by_luck_without`` that of worlds without that give as large a one; ``surprise`` the least of
    the targets'.
    """

    claim: str
    verdict: str
    reason: str
    targets: tuple[str, ...] = ()
    gain: float | None = None
    low: float | None = None
    high: float | None = None
    by_luck_with: float | None = None
    by_luck_without: float | None = None
    surprise: float | None = None


@dataclass(frozen=True)
class _Pair:
    """A target as it is forecast with the mechanisms and without."""

    cells: Cells
    on: Said
    off: Said

    def yearly(self, values: np.ndarray, own: str = "") -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return years, and by year the summed scores with and without of values [cell, course], [year, course].

        ``own`` names the side ("on", "off") of which the values are members: it scores each by the others.
        """
        order = np.argsort(self.cells.years, kind="stable")
        years, firsts = np.unique(self.cells.years[order], return_index=True)
        sums = []
        for side, told in (("on", self.on), ("off", self.off)):
            score = np.nan_to_num(main_scores(told, self.cells, values, side == own))
            sums.append(np.add.reduceat(score[order], firsts, axis=0))
        return years, sums[0], sums[1]


def judge_all(whole: Members | None, without: dict[str, Members], cells: dict[str, Cells]) -> list[Judgement]:
    """Return the verdict on every claim of the article, in its order; none if no claim was forecast without."""
    if whole is None:
        return []
    tried = {claim: members for claim, members in without.items() if claim in article.claims()}
    wrong = 2 * level(len(tried))
    cache: dict[str, Said] = {}
    found = []
    for claim in article.claims():
        if claim in tried:
            found.append(judge(claim, whole, tried[claim], cells, wrong, cache))
        else:
            found.append(Judgement(claim, MUTE, "no target that is forecast bears on it"))
    return found


def judge(
    claim: str,
    whole: Members,
    without: Members,
    cells: dict[str, Cells],
    wrong: float = 1 - SURE,
    cache: dict[str, Said] | None = None,
) -> Judgement:
    """Return the verdict on one claim.

    Parameters
    ----------
    whole, without : the forecast with all mechanisms, and without those of the claim, in the same worlds.
    cells : what the record says, by target.
    wrong : how often the verdict may be wrong by chance.
    cache : what ``whole`` says, by target, to be used again.
    """
    names = [name for name in without.values if name in cells]
    cache = {} if cache is None else cache
    pairs = {}
    for name in names:
        on = cache.setdefault(name, said(whole, cells[name]))
        off = said(without, cells[name])
        both = on.known & off.known
        if both.any():
            pairs[name] = _Pair(cells[name].where(both), on.where(both), off.where(both))
    if not pairs:
        what = ", ".join(without.values)
        return Judgement(claim, MUTE, f"the record tells nothing of {what} in the years that are scored")
    return _decide(claim, pairs, wrong)


def _decide(claim: str, pairs: dict[str, _Pair], wrong: float) -> Judgement:
    names = tuple(pairs)
    tables = [pair.yearly(pair.cells.values[:, None]) for pair in pairs.values()]
    years = np.unique(np.concatenate([table[0] for table in tables]))
    with_, bare = (np.zeros((len(names), len(years))) for _ in range(2))
    for k, (own, a, b) in enumerate(tables):
        at = np.searchsorted(years, own)
        with_[k, at], bare[k, at] = a[:, 0], b[:, 0]
    gain = float(gains(with_.sum(1), bare.sum(1)))
    luck_with, luck_without, fewest = _by_luck(pairs, gain, wrong / 2)
    odd = min(
        surprise(p.on, p.cells, main_scores(p.on, p.cells, p.cells.values[:, None])[:, 0])
        for p in pairs.values()
    )
    if len(years) < FEWEST:
        few = f"the record tells of {len(years)} year{'s' if len(years) > 1 else ''} alone"
        return Judgement(claim, OPEN, few, names, gain, None, None, luck_with, luck_without, odd)
    drawn = resampled(len(years), seed=47)
    scale = np.maximum(np.maximum(with_.sum(1), bare.sum(1)), 1e-12)[:, None]
    could = np.clip(((bare - with_)[:, drawn].sum(2) / scale).mean(0), -1.0, 1.0)
    low, high = (float(v) for v in np.quantile(could, (wrong / 2, 1 - wrong / 2)))
    told = (names, gain, low, high, luck_with, luck_without, odd)
    if np.allclose(with_, bare, rtol=1e-6, atol=0):
        return Judgement(claim, OPEN, "its mechanisms move none of these targets", *told)
    decides = abs(gain) >= LEAST and (low > 0 or high < 0)
    if decides and 1.0 / (fewest + 1) > wrong / 2:
        few = f"{fewest} courses show no chance below {1.0 / (fewest + 1):.2g}, and {wrong / 2:.2g} is asked for"
        return Judgement(claim, OPEN, f"{few}: forecast with more worlds", *told)
    if low > 0 and gain >= LEAST:
        if luck_without > wrong / 2:
            return Judgement(claim, OPEN, "better with it, as may well come about without it", *told)
        if odd < UNLIKE / len(names):
            return Judgement(
                claim, OPEN, "better with it than without, but unlike the record all the same", *told
            )
        return Judgement(claim, SUPPORTED, "the forecast is better with it than without", *told)
    if high < 0 and gain <= -LEAST:
        if luck_with > wrong / 2:
            return Judgement(claim, OPEN, "worse with it, as may well come about with it", *told)
        return Judgement(claim, REFUTED, "the forecast is worse with it than without", *told)
    if low > 0 or high < 0:
        return Judgement(claim, OPEN, f"it moves the scores by less than {LEAST:.0%}", *told)
    return Judgement(claim, OPEN, "with it and without, the scores are as good as the record can tell", *told)


def _by_luck(pairs: dict[str, _Pair], gain: float, level: float) -> tuple[float, float, int]:
    """Return how many of the worlds with give as small a gain, and of those without as large a one, of how many."""
    found = []
    most = max(COURSES, math.ceil(TELLING / level - 1e-9) - 1)
    for side in ("on", "off"):
        a, b = [], []
        count = min(most, *(getattr(pair, side).members.shape[1] for pair in pairs.values()))
        for pair in pairs.values():
            truth = getattr(pair, side).members
            truth = truth[:, np.linspace(0, truth.shape[1] - 1, count).astype(int)]
            _, with_, bare = pair.yearly(truth, side)
            a.append(with_.sum(0))
            b.append(bare.sum(0))
        found.append(gains(np.stack(a), np.stack(b)))
    small, large = (found[0] <= gain + 1e-12).sum(), (found[1] >= gain - 1e-12).sum()
    fewest = min(len(one) for one in found)
    return float((small + 1) / (len(found[0]) + 1)), float((large + 1) / (len(found[1]) + 1)), fewest


def gains(with_: np.ndarray, without: np.ndarray) -> np.ndarray:
    """Return the mean over targets (first axis) of (without - with) over the larger; two scores of 0 are no gain."""
    larger = np.maximum(with_, without)
    found: np.ndarray = ((without - with_) / np.where(larger > 0, larger, 1.0)).mean(0)
    return found
