"""From a plan to many worlds.

Question : which worlds are wanted, exactly, and how do they unfold?
Comes in : names and numbers as a reader gives them (command line, Python, a plan file); below them the
           scenario, the policies and the parameters.
Goes out : one frozen, checked :class:`kennan.engine.plan.Plan` that holds everything a run depends on, and from
           it, block by block, the worlds (:func:`kennan.engine.engine.simulate`). What cannot be used raises
           :class:`kennan.faults.BadInput` with all its faults.
May use  : ``kennan.scenarios``, ``kennan.policies``, ``kennan.model``, ``kennan.article``, ``kennan.faults``
           and ``kennan.toml``. It writes nothing: keeping results is the work of ``kennan.records``.

    version.py  the engine's version, and how many worlds go together
    plan.py     the frozen plan: built, written, read again
    settle.py   checks every field of a plan and fills in what was left out
    numbers.py  checks named numbers: parameters, starts, switches
    engine.py   walks the worlds through the months
"""
