"""The ledger's parts on synthetic worlds with known answers: statistics, comparisons, intervals, verdicts."""

from __future__ import annotations

import math
from types import SimpleNamespace

import numpy as np
import pytest

from kennan import ledger, scenarios
from kennan.engine.plan import Plan
from kennan.faults import BadInput
from kennan.ledger import derived, predicates
from kennan.ledger.check import Check, Condition, Measure, MonthsWhere, Where, experiment
from kennan.ledger.findings import CheckResult, ClaimResult, Finding, Ledger
from kennan.ledger.interval import Panel, exact_share, intervals, ratio_of
from kennan.ledger.predicates import CONTRARY, NOT_DECIDED, NOT_SHOWN, SHOWN
from kennan.ledger.samples import Middle, Ratio, middle
from kennan.ledger.statistics import _counted, _yes_or_no, sample
from kennan.ledger.view import View
from kennan.model.recorded import EVENTS, THEATRE_FIELDS

MONTHS, WORLDS = 24, 4


@pytest.fixture
def view():
    """Two years, four worlds: menace rises by .01 a month in every world, from 0, .1, .2, .3."""
    theatres = scenarios.load("x-1947").theatres
    month = np.arange(MONTHS + 1)[:, None]
    rising = (0.01 * month + 0.1 * np.arange(WORLDS)).astype(np.float32)
    events = {kind: np.zeros((MONTHS + 1, WORLDS), np.uint8) for kind in EVENTS}
    events["crisis"][5] = [1, 0, 2, 0]
    events["escalation"][6] = [1, 0, 0, 0]
    fields = {
        f"theatre_{name}": np.full((3, len(theatres), WORLDS), scale, np.int32)
        for name, (_, scale) in THEATRE_FIELDS.items()
    }
    fields["theatre_effort"][:, 0] = 0
    block = SimpleNamespace(
        monthly={"menace": rising, "party_unity": np.where(month < 12, 0.9, 0.2) + 0 * rising},
        events=events,
        theatre=fields,
        ending=np.array([2, 2, 5, 6], np.int8),
        reached=np.array([[-1] * 4, [3, 12, -1, -1], [-1] * 4, [-1] * 4, [-1, -1, 20, -1]], np.int16),
    )
    return View(block, theatres, years=2, worlds=WORLDS)


def value(view, **measure):
    return sample(view, Measure(**{"window": (0, MONTHS + 1), **measure})).value


KNOWN = [
    ({"statistic": "mean", "quantity": "menace", "window": (10, 12)}, 0.105 + 0.15),
    ({"statistic": "change", "quantity": "menace", "window": (12, 13), "since": (2, 3)}, 0.10),
    ({"statistic": "share", "quantity": "menace", "low": 0.295}, (0 + 5 + 15 + 25) / 100),
    ({"statistic": "months", "quantity": "menace", "low": 0.295}, (0 + 5 + 15 + 25) / 4),
    ({"statistic": "ever", "quantity": "menace", "low": 0.295}, 0.75),
    ({"statistic": "first_month", "quantity": "menace", "low": 0.295, "window": (0, 25)}, 10),
    ({"statistic": "first_month", "quantity": "menace", "low": 0.295, "window": (12, 25)}, 0),
    ({"statistic": "first_month", "quantity": "menace", "low": 5.0}, 25),
    ({"statistic": "first_month", "quantity": "menace", "low": 5.0, "in_years": True}, 25 / 12),
    ({"statistic": "median", "quantity": "menace", "window": (10, 11)}, 0.2),
    ({"statistic": "unevenness", "quantity": "menace"}, 0.0),
    ({"statistic": "count", "event": "crisis"}, 0.75),
    ({"statistic": "count", "event": "crisis", "window": (6, 25)}, 0.0),
    ({"statistic": "count", "event": "escalation", "per": ("crisis",)}, 1 / 3),
    ({"statistic": "reached", "outcome": "breakup"}, 0.5),
    ({"statistic": "reached", "outcome": "breakup", "window": (0, 12)}, 0.25),
    ({"statistic": "hazard", "outcome": "breakup"}, 2 / ((3 + 12 + 24 + 24) / 12)),
    ({"statistic": "ending", "endings": ("breakup", "mellowing")}, 0.75),
    ({"statistic": "mean", "quantity": "theatre_effort"}, 71 / 72),
    ({"statistic": "mean", "quantity": "theatre_effort", "theatres": ("NOR",)}, 0.0),
    ({"statistic": "mean", "quantity": "menace", "months_where": (MonthsWhere("party_unity", low=0.5),)}, 0.055 + 0.15),
]  # fmt: skip


@pytest.mark.parametrize(("measure", "known"), KNOWN, ids=lambda x: str(x)[:70])
def test_a_statistic_is_what_it_says(view, measure, known):
    assert value(view, **measure) == pytest.approx(known, abs=1e-6)


WHERE = [
    (Where("event", ("crisis",), low=1), 0.12 + 0.1),
    (Where("event", ("crisis",), high=0), 0.12 + 0.2),
    (Where("event", ("crisis",), low=1, high=1), 0.12),
    (Where("event", ("crisis",), low=1, window=(6, 25)), math.nan),
    (Where("reached", ("breakup",)), 0.12 + 0.05),
    (Where("never", ("breakup",)), 0.12 + 0.25),
    (Where("ending", ("stalemate",)), 0.12 + 0.3),
    (Where("quantity", ("menace",), low=0.25, window=(0, 1)), 0.12 + 0.3),
]


@pytest.mark.parametrize(("where", "known"), WHERE, ids=lambda x: str(x)[:60])
def test_only_the_worlds_that_are_asked_for_count(view, where, known):
    found = value(view, statistic="mean", quantity="menace", where=(where,))
    assert found == pytest.approx(known, abs=1e-6, nan_ok=True)


def test_a_view_shows_the_shorter_run_within_the_longer(view):
    short = View(view._block, view.theatres, years=1, worlds=2)
    assert short["menace"].shape == (13, 2)
    assert short.theatre("effort").shape == (2, 72, 2)
    assert list(short.reached("breakup")) == [3, 12]
    assert value(short, statistic="reached", outcome="mellowing", window=(0, 13)) == 0


def test_a_derived_pair_is_summed_apart_and_nan_does_not_count(view, monkeypatch):
    def pair(seen):
        top = np.array([[1.0, 2.0, np.nan, 4.0]])
        return top, np.array([[1.0, 1.0, 1.0, 2.0]])

    made = derived.Derived("pair", "A pair.", "1", (), "item", pair)
    monkeypatch.setattr(derived, "load", lambda: {"pair": made})
    assert value(view, statistic="mean", quantity="pair") == pytest.approx((1 + 2 + 4) / 4)
    with pytest.raises(BadInput, match="ratio of sums"):
        value(view, statistic="median", quantity="pair")


def test_shipped_derived_quantities_say_what_they_are():
    for quantity in derived.load().values():
        assert quantity.sentence.endswith(".")
        assert quantity.unit


# ---- comparisons

ARMS = np.array([5.0, 3.0, 2.0, 1.0])
COMPARED = {"level": 5, "difference": 2, "ratio": 5 / 3, "relative": 2 / 3, "slopes": 1, "times": 2, "order": -4,
            "relative_times": (2 / 3) / 1}  # fmt: skip


@pytest.mark.parametrize(("how", "known"), COMPARED.items())
def test_a_comparison_is_what_it_says(how, known):
    assert predicates.compared(how, ARMS) == pytest.approx(known)


def test_conditions_speak_of_with_without_gap_factor_steps_and_ends():
    off = np.array([4.0, 3.0])
    of = {
        n: predicates.numbers("difference", n, ARMS[:2], off)[0] for n in ("with", "without", "gap", "factor")
    }
    assert of == {"with": 2, "without": 1, "gap": 1, "factor": 2}
    assert predicates.numbers("order", "steps", ARMS, None) == [-2, -1, -1]
    assert predicates.numbers("order", "ends", ARMS, None) == [-4]
    assert predicates.numbers("each", "with", ARMS, None) == [5, 3, 2, 1]


VERDICTS = [
    ((0.05, 0.06), Condition("gap", 0.04, neutral=0.0), SHOWN),
    ((0.03, 0.06), Condition("gap", 0.04, neutral=0.0), NOT_DECIDED),
    ((0.01, 0.03), Condition("gap", 0.04, neutral=0.0), NOT_SHOWN),
    ((-0.01, 0.03), Condition("gap", 0.04, neutral=0.0), NOT_SHOWN),
    ((-0.02, -0.01), Condition("gap", 0.04, neutral=0.0), CONTRARY),
    ((0.0, 0.0), Condition("gap", 0.0, neutral=0.0), NOT_SHOWN),
    ((-1e-12, -1e-13), Condition("gap", 0.0, neutral=0.0), NOT_SHOWN),
    ((0.01, 0.02), Condition("gap", high=-0.05, neutral=0.0), CONTRARY),
    ((-0.01, -0.005), Condition("gap", -0.02, neutral=0.0), SHOWN),
    ((-0.05, -0.03), Condition("gap", -0.02, neutral=0.0), CONTRARY),
    ((1.1, 1.2), Condition("factor", high=0.8, neutral=1.0), CONTRARY),
    ((0.9, 1.2), Condition("factor", high=0.8, neutral=1.0), NOT_SHOWN),
    ((3.0, math.inf), Condition("factor", 2.0, neutral=1.0), SHOWN),
    ((0.1, 0.2), Condition("with", 0.3), NOT_SHOWN),
    ((9.5, 12), Condition("with", 9, 16), SHOWN),
    ((5, 8), Condition("with", 9, 16), NOT_SHOWN),
    ((-1.0, 1.0), Condition("with", -0.02, 0.02, neutral=0.0), NOT_DECIDED),
    ((0.5, 1.0), Condition("with", -0.02, 0.02, neutral=0.0), NOT_SHOWN),
    ((math.nan, math.nan), Condition("with", 9, 16), NOT_DECIDED),
]


@pytest.mark.parametrize(("ends", "condition", "known"), VERDICTS)
def test_a_verdict_reads_the_interval(ends, condition, known):
    assert predicates.verdict(*ends, condition) == known


def test_the_gravest_verdict_speaks_for_all():
    assert predicates.together([SHOWN, NOT_DECIDED, NOT_SHOWN, CONTRARY]) == CONTRARY
    assert predicates.together([SHOWN, NOT_DECIDED, NOT_SHOWN]) == NOT_SHOWN
    assert predicates.together([SHOWN, NOT_DECIDED]) == NOT_DECIDED
    assert predicates.together([SHOWN, SHOWN]) == SHOWN
    assert predicates.together([]) == predicates.NOT_TESTED


# ---- intervals


def measured(arms, without=(), compare="difference", level=0.95, expect=None, resamples=20_000):
    expect = expect or (Condition("with", 0.0, neutral=0.0),)
    check = Check("claim", 1, "", (), compare, (), expect, 1, 1, 0.95)
    return intervals([Panel(check, arms, without, level)], resamples)[0]


@pytest.mark.parametrize("seen", [0, 1, 3, 40, 99, 100])
def test_the_interval_of_a_share_is_clopper_and_pearsons(seen):
    arm = _yes_or_no(np.arange(100) < seen, np.ones(100, bool))
    (found,) = measured([arm], compare="level")
    low, high = exact_share(seen, 100, 0.95)
    assert (found.low, found.high) == pytest.approx((low, high), abs=0.004)


def test_what_no_world_shows_has_an_interval_all_the_same():
    (found,) = measured([_yes_or_no(np.zeros(256, bool), np.ones(256, bool))] * 2)
    assert found.value == 0
    assert -0.03 < found.low < -0.01 < 0.01 < found.high < 0.03


def test_arms_that_are_equal_in_every_world_differ_by_exactly_nothing():
    x = np.random.default_rng(1).normal(size=256)
    gap = Condition("gap", 0.0, neutral=0.0)
    (found,) = measured([ratio_of(x), ratio_of(2 * x)], [ratio_of(x), ratio_of(2 * x)], expect=(gap,))
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)
    assert found.verdict == NOT_SHOWN


def test_arms_on_the_same_luck_are_compared_world_by_world():
    rng = np.random.default_rng(2)
    luck = rng.normal(0, 10, 256)
    (found,) = measured([ratio_of(luck + 0.1 + rng.normal(0, 0.1, 256)), ratio_of(luck)])
    assert 0.07 < found.low < found.value < found.high < 0.12


def test_the_interval_of_a_mean_is_the_textbooks():
    x = np.random.default_rng(3).normal(5, 1, 1000)
    (found,) = measured([ratio_of(x)], compare="level")
    half = 1.96 * x.std() / math.sqrt(1000)
    assert (found.low, found.high) == pytest.approx((x.mean() - half, x.mean() + half), abs=0.006)


def test_a_ratio_to_something_rare_is_bounded_from_below():
    often, never = _counted(np.full(256, 0.5), np.ones(256)), _counted(np.zeros(256), np.ones(256))
    factor = (Condition("factor", 2.0, neutral=1.0),)
    (found,) = measured([often], [never], compare="level", expect=factor)
    assert found.value == math.inf
    assert 10 < found.low < 200
    assert found.verdict == SHOWN


def test_where_no_world_counts_nothing_is_decided():
    none = Ratio(np.zeros(64), np.zeros(64))
    (found,) = measured([none], compare="level", expect=(Condition("with", 0.5),))
    assert found.verdict == NOT_DECIDED


def test_the_interval_of_a_median_lies_between_order_statistics():
    x = np.random.default_rng(4).permutation(np.arange(1.0, 102.0))
    (found,) = measured([middle(x[None], np.ones((1, 101), bool))], compare="level")
    assert found.value == 51
    assert 39 <= found.low <= 43
    assert 59 <= found.high <= 63


def test_many_values_of_a_median_are_put_into_bins_of_equal_content():
    x = np.random.default_rng(5).lognormal(size=(50, 400))
    binned = middle(x, np.ones(x.shape, bool))
    assert isinstance(binned, Middle)
    assert len(binned.grid) <= 512
    assert binned.value == pytest.approx(np.median(x), rel=0.01)


def test_the_same_samples_give_the_same_interval():
    arm = ratio_of(np.random.default_rng(6).normal(size=300))
    assert measured([arm], compare="level") == measured([arm], compare="level")


# ---- experiments


def test_equal_experiments_are_one_and_sabotage_spares_what_is_off():
    a, b = (experiment(Plan.build(worlds=1, years=1, parameters="median")) for _ in range(2))
    assert len({a, b}) == 1
    off = a.without(("patience",))
    assert len({a, off}) == 2
    assert off.sabotaged((("patience", -1.0),)) == off
    assert a.sabotaged((("patience", 0.0),)) == off
    assert a.sabotaged((("patience", -1.0),)).factors == (("patience", -1.0),)
    assert a.taking("median") == a
    assert a.taking("drawn") != a
    assert a.taking("drawn").plan.drawn


def test_the_level_is_shared_out_over_every_interval():
    from kennan.ledger.verifying import family_of, level_of

    known = ledger.load()
    family = family_of(known.values())
    assert family == sum(c.numbers for t in known.values() for c in t.checks)
    assert family >= sum(len(c.expect) for t in known.values() for c in t.checks)
    assert level_of(0.95, 200) == pytest.approx(0.99975)


def test_a_claim_is_chosen_by_id_beginning_or_paragraph():
    from kennan.ledger.verifying import choose

    known = ledger.load()
    ids = lambda *names: [t.claim.id for t in choose(known, names)]  # noqa: E731
    assert ids("II.10b") == ids("II.10b-prestige-trap") == ["II.10b-prestige-trap"]
    assert "II.10b-prestige-trap" in ids("II.10")
    assert len(ids()) == 97


def test_a_ledger_is_plain_data():
    finding = Finding("gap", "above 0.1", math.inf, math.nan, 1.0, SHOWN)
    check = CheckResult(
        1, "x", "level", ("patience",), (("arm", 1.0, None),), 8, 256, (finding,), SHOWN, "f:1"
    )
    claim = ClaimResult("a", ("I.1",), "p", "s", "f", (), (), "", (check,), SHOWN)
    data = Ledger((claim,), 0.95, 0.95, 1, 47, "as stated", True, (), 1, 256, 0.5).as_dict()
    assert data["counts"]["shown"] == 1
    assert data["claims"][0]["checks"][0]["findings"][0]["value"] is None
    assert data["claims"][0]["checks"][0]["arms"] == [{"arm": "arm", "value": 1.0, "without": None}]
