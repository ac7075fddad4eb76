"""Which assumptions decide the outcome?

Question : over the whole range of what is not known, which numbers and levers move a result, and in which region
           of them does an outcome come about?
Comes in : a :class:`kennan.engine.plan.Plan` of one policy, names of parameters and levers, names of results.
Goes out : :func:`kennan.experiments.sweep.sweep` (Morris, Sobol), :func:`kennan.experiments.discover.discover`
           (PRIM, checked on fresh worlds), and :class:`kennan.experiments.ema.KennanModel`, the engine as a model
           of the EMA Workbench. Results are plain frozen records, with the sentences that say them.
May use  : ``kennan.ledger``, ``kennan.records``, ``kennan.engine`` and what they stand on. Estimators come from SALib
           and the EMA Workbench, which are imported late: without them the rest of kennan works.

    factors.py    what is varied: parameters over their priors, levers over their bounds
    measures.py   what is looked at: outcomes, or a quantity at a date
    design.py     many settings in the same worlds, as one Dataset
    everything.py draws of every number, and of every start
    contrasts.py  what holds over such draws: one policy against others
    rows.py       rows of a design through the engine, kept block by block
    folder.py     the folder of a sweep: goes on after a stop
    luck.py       how much of the difference between rows is luck
    morris.py     elementary effects
    sobol.py      shares of variance
    sweep.py      a whole sensitivity analysis
    prim.py       boxes: finding, choosing, counting
    discover.py   a whole scenario discovery
    words.py      results in sentences
    ema.py        a model and an evaluator for EMA Workbench users
"""
