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
"""
