"""What moves.

Question : how does the system of the article go from one month to the next?
Comes in : a state, numbers, named draws, the open power's levers, the place; arrays, worlds on the last axis.
Goes out : the state a month later, and what happened. ``quantities`` is the register of state, ``parameters``
           holds every number with its mark, ``chance`` the named draws, ``month`` the order of the month in one
           list, ``mechanisms`` one file a mechanism, ``definitions`` the outcomes in words. ``in_use`` says which
           model the registers answer for, the article's own or one with what somebody brought: ``extension`` reads
           it, ``extended`` puts it into the month, ``beside`` says whether several can stand side by side,
           ``trial`` tries it, ``brought`` tells its starts, and ``example``
           is one to begin from.
May use  : ``kennan.article``, ``kennan.faults``, ``kennan.toml``; JAX in the equations, numpy and scipy at their edges.

    beside.py        whether extensions can stand in the month, and beside each other
    brought.py       where the quantities start that extensions bring
    chance.py        the named draws
    definitions.py   what the outcomes are, in words
    extended.py      the month with extensions in it
    extension.py     what an extension brings
    forms.py         the few forms of equation that every mechanism is written in
    in_use.py        the model in use: the article's own, or that with somebody's extensions
    inputs.py        what the equations of a step can be given
    links.py         which step of the month reads what and writes what
    month.py         the order of the month, in one list
    names.py         values by name, read as attributes, so that equations look like equations
    outcomes.toml    the outcomes in words
    geography.py     the place: what does not change within a world, laid out for the equations
    quantities.py    the register of state
    quantities.toml  the register itself
    recorded.py      what a run keeps besides the quantities of the register
    reported.py      what an extension lets be reported besides: events, outcomes, measures
    start.py         the state from which every world sets out
    trial.py         an extension's function tried on a handful of columns
"""
