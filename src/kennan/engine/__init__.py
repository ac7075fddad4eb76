"""From a plan to many worlds.

Question : which worlds are wanted, exactly, and how do they unfold?
Comes in : names and numbers as a reader gives them (command line, Python, a plan file); below them the
           scenario, the policies and the parameters.
Goes out : one frozen, checked :class:`kennan.engine.plan.Plan` that holds everything a run depends on, and from
           it, block by block, the worlds (:func:`kennan.engine.engine.simulate`). What cannot be used raises
           :class:`kennan.faults.BadInput` with all its faults.
May use  : ``kennan.world``, ``kennan.scenarios``, ``kennan.policies``, ``kennan.model``, ``kennan.article``,
           ``kennan.faults`` and ``kennan.toml``. It writes nothing but compiled programs: keeping results is the work
           of ``kennan.records``.

    version.py      the engine's version, and how many worlds go together
    offered.py      which policies a scenario offers
    plan.py         the frozen plan: built, written, read again
    validate.py     checks every field of a plan and fills in what was left out
    layout.py       what may stand in a plan or a file of numbers
    fitting.py      whether policies fit the scenario and the plan
    numbers.py      checks named numbers: parameters, starts, switches
    consent.py      which extensions may run their code on this machine
    coded.py        checks policies in code, and tries them
    interventions.py what an experiment holds
    span.py         one chunk of worlds through one span of years: the main program
    rollout.py      walks chunks through the years
    engine.py       a plan's worlds, block by block
    arms.py         many experiments, and rows of a design, on the same luck
    queue.py        the one queue of work: a thread for each core, and whose turn it is
    months.py       worlds walked step by step from Python
    hybrid.py       worlds in which some quantities are those of another run: the program of hybrids
    mediation.py    two runs and the hybrids between them
    trace.py        one month of one world, taken apart
    devices.py      cores, flags, the folder of compiled programs
    program.py      a function that is called compiled
    fingerprint.py  what a function is, as it stands in memory
    kept.py         what this machine need not find out twice
"""
