"""A scenario made runnable: the only place that knows how one step of time is made.

Question : from this state, with this luck, these numbers and these levers, what is the world a step later?
Comes in : a scenario's tables, the numbers and the luck of each world, what the open power does, and what belongs to
           the step of time (hindsight, holds and walls of an experiment, decisions by hand).
Goes out : :func:`reset`, the state from which worlds set out; :func:`step`, the state a step later and what happened;
           :func:`observe`, what the open power can see. All are pure functions of arrays with worlds on the last axis,
           made to be traced by JAX; everything that walks (runs, games, causal exchange, a month taken apart,
           forecasts) is made of them. :func:`alone`: one mechanism of the month, from values that somebody names.
May use  : ``kennan.scenarios``, ``kennan.policies``, ``kennan.model`` and what these may use. It compiles nothing and
           knows nothing of plans, files or cores: that is the work of ``kennan.engine``.

    world.py      a scenario with its numbers, laid out for the equations: place, luck, length of a step
    state.py      the state as few arrays, and by name
    observe.py    what a side sees: as rules and policies in code read it, and as a player is told it
    action.py     what it then does: schedules and rules as levers, by what it sees alone
    step.py       the first of the month, and one step from there
    mechanism.py  one mechanism of it alone
    named.py      values that somebody names, as arrays
"""

from kennan.world.action import levers
from kennan.world.mechanism import alone
from kennan.world.observe import observe
from kennan.world.step import reset, step
from kennan.world.world import World, lay_out

__all__ = ["World", "alone", "lay_out", "levers", "observe", "reset", "step"]
