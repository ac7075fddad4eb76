"""The engine as a model of the EMA Workbench, and an evaluator that runs all experiments in one batch.

Question : how do I use kennan from a workbench that I know?
Uncertainties are parameters with their priors, levers are those of the policy held constant, outcomes are shares of
worlds and means over worlds. All experiments meet the same luck, so that they can be compared one with another.

    from ema_workbench import perform_experiments
    from kennan.experiments.ema import KennanModel, RowsEvaluator

    model = KennanModel(outcomes=["breakup", "ever:expansion"], quantities=["orbit@1965"])
    with RowsEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=1000, policies=4)

Importing this module imports the EMA Workbench; nothing else in kennan does so before it is needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kennan import policies, scenarios
from kennan.experiments import factors as what
from kennan.experiments import measures, rows
from kennan.experiments.factors import LEVER, Factor
from kennan.experiments.sweep import shortened
from kennan.extras import need
from kennan.faults import BadInput, Faults, unknown
from kennan.model import parameters, quantities
from kennan.model.in_use import using

need("ema_workbench", "kennan.experiments.ema")

from ema_workbench.em_framework.evaluators import BaseEvaluator  # noqa: E402
from ema_workbench.em_framework.model import SingleReplication  # noqa: E402
from ema_workbench.em_framework.outcomes import ScalarOutcome, TimeSeriesOutcome  # noqa: E402
from ema_workbench.em_framework.parameters import RealParameter  # noqa: E402
from ema_workbench.em_framework.points import experiment_generator  # noqa: E402
from scipy.stats import rv_continuous  # noqa: E402

if TYPE_CHECKING:
    from kennan.engine.engine import Block
    from kennan.engine.plan import Plan

WORLDS = 64
TIME = "TIME"


class Prior(rv_continuous):
    """A parameter's prior as a law of scipy, cut to the part that is looked at."""

    def __init__(self, parameter: str = "", between: tuple[float, float] = what.BETWEEN, **kind: Any):
        self.parameter, self.between = parameter, (between[0], between[1])
        self.factor = what.choose([parameter], self.between)[0]
        low, high = self.factor.ends
        super().__init__(**{**kind, "name": parameter, "a": low, "b": high})

    def _updated_ctor_param(self) -> dict[str, Any]:
        """Return what makes another one: scipy copies laws when it freezes them, and when they are sent on."""
        return {**super()._updated_ctor_param(), "parameter": self.parameter, "between": self.between}

    def _ppf(self, q: Any, *_: Any) -> Any:
        q = np.asarray(q, float)
        return self.factor.values(q.ravel()).reshape(q.shape)

    def _cdf(self, x: Any, *_: Any) -> Any:
        """Return the inverse of the quantiles, by interpolation."""
        places = np.linspace(0.0, 1.0, 2001)
        return np.interp(x, self.factor.values(places), places)


class KennanModel(SingleReplication):
    """kennan as a model of the EMA Workbench.

    Parameters
    ----------
    name : letters and digits.
    plan : what all experiments share: scenario, one policy, years, seed. Left out: containment, 45 years, parameters
        at their medians. What is neither uncertain nor a lever is as in it.
    uncertainties : parameters that are uncertain, or groups ("strengths"); each is a ``RealParameter`` with its prior
        (between 5 and 95 %) as law, so that the Workbench's samplers draw from the prior.
    levers : levers of the policy; a ``RealParameter`` over its bounds.
    outcomes, quantities : scalar outcomes, as for ``kennan sweep``: "breakup", "ever:expansion", "orbit@1965". In the
        Workbench they are called ``breakup``, ``ever_expansion``, ``orbit_1965``.
    series : quantities whose mean over the worlds in each January is a time series; ``TIME`` gives the years.
    worlds : worlds an experiment, the same luck in all.
    between : the part of each prior that is uncertain, as two probabilities.

    Raises
    ------
    BadInput : anything cannot be used, all faults at once.
    """

    def __init__(
        self,
        name: str = "kennan",
        plan: Plan | None = None,
        *,
        uncertainties: Sequence[str] = ("strengths",),
        levers: Sequence[str] = ("levers",),
        outcomes: Sequence[str] = (),
        quantities: Sequence[str] = (),
        series: Sequence[str] = (),
        worlds: int = WORLDS,
        between: tuple[float, float] = what.BETWEEN,
    ):
        super().__init__(name)
        from kennan.engine.plan import Plan

        plan = plan or Plan.build(parameters="median")
        with using(plan.extensions):
            self._set_up(plan, uncertainties, levers, (outcomes, quantities, series), worlds, between)

    def _set_up(
        self,
        plan: Plan,
        uncertainties: Sequence[str],
        levers: Sequence[str],
        looked_at: tuple[Sequence[str], Sequence[str], Sequence[str]],
        worlds: int,
        between: tuple[float, float],
    ) -> None:
        outcomes, quantities, series = looked_at
        _check(plan, series, worlds)
        self.looked_at = measures.choose(outcomes, quantities, plan.scenario, plan.years)
        self.shown_over_time = tuple(dict.fromkeys(series))
        self.columns = worlds
        recorded = rows.recording(plan, self.looked_at).record
        self.shared = plan.replace(worlds=worlds, record=tuple({*recorded, *series}))
        if not series:
            self.shared = shortened(self.shared, self.looked_at)
        fixed = rows.fixed(plan)
        uncertain = what.choose(uncertainties, between, fixed) if uncertainties else []
        held = what.choose(levers, fixed=fixed) if levers else []
        self.uncertainties = [_uncertainty(f, between) for f in uncertain if not f.name.startswith(LEVER)]
        self.levers = [_lever(f) for f in held if f.name.startswith(LEVER)]
        self.outcomes = [ScalarOutcome(_plain(measure.name)) for measure in self.looked_at] + [
            TimeSeriesOutcome(quantity) for quantity in ((TIME, *self.shown_over_time) if series else ())
        ]

    def run_experiment(self, experiment: Mapping[str, Any]) -> dict[str, Any]:
        """Return the outcomes of one experiment; :class:`RowsEvaluator` is much faster with many."""
        return self.run_experiments([dict(experiment)])[0]

    def run_experiments(self, experiments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Return the outcomes of experiments, all of them in one batch.

        Parameters
        ----------
        experiments : value by name of parameter or lever; what one does not name is as in the plan.

        Raises
        ------
        BadInput : a name that is neither a parameter nor a lever.
        """
        from kennan.engine.arms import simulate_rows

        table = _table(experiments, self.shared)
        count, worlds = len(experiments), self.columns
        januaries = self.shared.years + 1
        scalar = np.empty((count * worlds, len(self.looked_at)))
        over_time = np.empty((count * worlds, len(self.shown_over_time), januaries), np.float32)

        def keep(block: Block) -> tuple[np.ndarray, np.ndarray]:
            one = np.stack([measure.of(block) for measure in self.looked_at], axis=-1)
            many = [block.monthly[name][::12].T for name in self.shown_over_time]
            return one, np.stack(many, axis=1) if many else np.empty((len(one), 0, januaries), np.float32)

        for columns, (one, many) in simulate_rows(self.shared, table, worlds, keep=keep):
            scalar[columns], over_time[columns] = one, many
        means = scalar.reshape(count, worlds, -1).mean(1)
        lines = over_time.reshape(count, worlds, len(self.shown_over_time), januaries).mean(1, dtype=float)
        first = scenarios.load(self.shared.scenario).start_year
        years = {TIME: first + np.arange(januaries)} if self.shown_over_time else {}
        return [
            {_plain(m.name): float(value) for m, value in zip(self.looked_at, means[i], strict=True)}
            | years
            | dict(zip(self.shown_over_time, lines[i], strict=True))
            for i in range(count)
        ]


class RowsEvaluator(BaseEvaluator):
    """Runs all experiments of kennan models in one batch on every core: no processes, no copies.

    It takes the place of ``SequentialEvaluator`` and ``MultiprocessingEvaluator``, also for ``optimize``.
    """

    def initialize(self) -> None:
        """Do nothing: the engine keeps what it needs."""

    def finalize(self) -> None:
        """Do nothing."""

    def evaluate_experiments(
        self, scenarios: Any, policies: Any, callback: Any, combine: str = "factorial", **_: Any
    ) -> None:
        """Run the experiments, and hand each with its outcomes to the callback, in order."""
        models = {model.name: model for model in self._msis}
        experiments = list(experiment_generator(scenarios, self._msis, policies, combine=combine))
        for name, model in models.items():
            own = [experiment for experiment in experiments if experiment.model_name == name]
            found = model.run_experiments([{**e.scenario, **e.policy} for e in own])
            for experiment, output in zip(own, found, strict=True):
                model.outcomes_output = output
                callback(experiment, dict(model.outcomes_output))
                model.reset_model()


def _check(plan: Plan, series: Sequence[str], worlds: int) -> None:
    faults = Faults()
    if len(plan.policies) != 1:
        faults.add("a model has exactly one policy", where="plan", do="one model a policy")
    known = {name: q for name, q in quantities.load().items() if q.axes == "world"}
    for name in series:
        if name not in known:
            faults.found.append(unknown("quantity with one number a world", name, known, "series"))
    if isinstance(worlds, bool) or not isinstance(worlds, int) or not 1 <= worlds <= 10_000:
        faults.add(f"worlds is {worlds!r}", where="worlds", allowed="a whole number from 1 to 10,000")
    faults.raise_if_any()


def _uncertainty(factor: Factor, between: tuple[float, float]) -> RealParameter:
    found = RealParameter.from_dist(factor.name, Prior(factor.name, between)(), default=_stated(factor.name))
    found.pff = False
    return found


def _lever(factor: Factor) -> RealParameter:
    lever = policies.levers()[factor.name.removeprefix(LEVER)]
    low = what.LEAST_WEIGHT if lever.name in what.WEIGHTS else lever.low
    return RealParameter(lever.name, low, lever.high)


def _table(experiments: Sequence[Mapping[str, Any]], plan: Plan) -> dict[str, np.ndarray]:
    """Return the values of experiments by the engine's names [row]; what one does not name is as in the plan."""
    levers, numbers = policies.levers(), parameters.load()
    names = list(dict.fromkeys(name for experiment in experiments for name in experiment))
    if strange := [name for name in names if name not in levers and name not in numbers]:
        raise BadInput([unknown("parameter or lever", name, [*numbers, *levers]) for name in strange])

    def column(name: str) -> np.ndarray:
        stands = plan.constant.get(name, np.nan) if name in levers else plan.fixed.get(name, _stated(name))
        return np.array([float(experiment.get(name, stands)) for experiment in experiments])

    names = names or list(levers)[:1]  # a design has at least one column, even when nothing is set
    return {
        (LEVER + name if name in levers else name): column(name) for name in names
    }  # NaN: as the policy has it


def _stated(name: str) -> float:
    return parameters.load()[name].value


def _plain(name: str) -> str:
    """Return a measure's name as one that Python could have: ``ever:breakup`` becomes ``ever_breakup``."""
    return name.replace(":", "_").replace("@", "_").replace("-", "_")
