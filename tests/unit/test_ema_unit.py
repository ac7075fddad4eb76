"""kennan as a model of the EMA Workbench, on a made-up engine whose results a test can work out.

The Workbench takes seconds to import: the tests that need it import it, and not every process that lists them.
"""

from __future__ import annotations

import pickle
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parents[1]))
from experiments_fake import Engine

from kennan.engine import arms
from kennan.engine.plan import Plan
from kennan.experiments import factors
from kennan.faults import BadInput
from kennan.model import parameters

pytestmark = pytest.mark.skipif(find_spec("ema_workbench") is None, reason="needs ema_workbench")
PLAN = Plan.build(years=3, parameters="median")


@pytest.fixture
def engine(monkeypatch):
    made = Engine(luck=0.01)
    monkeypatch.setattr(arms, "simulate_rows", lambda *a, **k: made(*a, **k))
    return made


def model(**more) -> Any:
    from kennan.experiments.ema import KennanModel

    wanted = {
        "uncertainties": ["patience"],
        "levers": ["tone", "level"],
        "outcomes": ["breakup", "ever:breakup"],
        "quantities": ["orbit@1949"],
        "series": ["orbit"],
        "worlds": 10,
    }
    return KennanModel("kennan", PLAN, **wanted | more)


def test_the_workbench_sees_uncertainties_levers_and_outcomes():
    made = model(uncertainties=["strengths"], levers=["levers"])
    assert {u.name for u in made.uncertainties} == set(parameters.strengths())
    assert [(p.name, p.lower_bound, p.upper_bound) for p in made.levers][:2] == [
        ("level", 0.0, 1.5),
        ("steady", 0.0, 1.0),
    ]
    assert [o.name for o in made.outcomes] == ["breakup", "ever_breakup", "orbit_1949", "TIME", "orbit"]
    (patience,) = factors.choose(["patience"])
    seen = made.uncertainties["patience"]
    assert (seen.lower_bound, seen.upper_bound) == pytest.approx(patience.ends)


def test_all_experiments_go_through_the_engine_at_once(engine):
    from ema_workbench import Samplers

    from kennan.experiments.ema import RowsEvaluator

    with RowsEvaluator(model()) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(
            scenarios=50, policies=3, lever_sampling=Samplers.LHS
        )
    assert len(experiments) == 150
    assert engine.rows == pytest.approx(150)
    tone, patience = experiments["tone"].to_numpy(), experiments["patience"].to_numpy()
    assert outcomes["breakup"] == pytest.approx(np.round(tone * 10) / 10)
    assert outcomes["ever_breakup"] == pytest.approx(outcomes["breakup"])
    assert outcomes["orbit_1949"] == pytest.approx(0.5 * tone + 0.1 * patience, abs=0.02)
    assert outcomes["orbit"].shape == (150, 4)
    assert list(outcomes["TIME"][0]) == [1947, 1948, 1949, 1950]
    # the Workbench draws from the prior
    (prior,) = factors.choose(["patience"])
    assert np.quantile(patience, [0.25, 0.5, 0.75]) == pytest.approx(
        prior.values(np.array([0.25, 0.5, 0.75])), rel=0.05
    )


def test_one_after_the_other_gives_the_same(engine):
    from ema_workbench import Policy, Scenario, SequentialEvaluator

    from kennan.experiments.ema import RowsEvaluator

    made = model()
    scenarios = [Scenario(str(i), patience=0.5 + 0.1 * i) for i in range(3)]
    chosen = [Policy("as it is"), Policy("loud", tone=0.9)]
    with RowsEvaluator(made) as evaluator:
        _, at_once = evaluator.perform_experiments(scenarios, chosen)
    with SequentialEvaluator(made) as evaluator:
        _, one_by_one = evaluator.perform_experiments(scenarios, chosen)
    assert set(at_once) == set(one_by_one)
    assert (
        list(at_once["breakup"]) == list(one_by_one["breakup"]) == [0.1] * 3 + [0.9] * 3
    )  # 0.1: as the policy has it


def test_a_model_can_be_sent_to_another_process():
    made = pickle.loads(pickle.dumps(model()))
    law = made.uncertainties["patience"].dist
    (prior,) = factors.choose(["patience"])
    u = np.array([0.0, 0.3, 1.0])
    assert law.ppf(u) == pytest.approx(prior.values(u))
    assert law.cdf(law.ppf(u)) == pytest.approx(u, abs=1e-3)


def test_what_there_is_not_is_refused(engine):
    with pytest.raises(BadInput, match=r"(?s)no quantity.*'orbt'.*nearest name: orbit"):
        model(series=["orbt"])
    with pytest.raises(BadInput, match="worlds is 0"):
        model(worlds=0)
    with pytest.raises(BadInput, match="nearest name: patience"):
        model().run_experiments([{"patiense": 1.0}])
