"""What Python gets.

Question : how does a program ask for worlds, a step of the month, or a forecast?
Comes in : names, paths, numbers, functions and tables, as a reader types them; what is wrong is told all at once.
Goes out : Datasets, values by name, forecasts and scores; ``kennan.run`` and its like are these functions.
May use  : every room but ``kennan.report``, ``server`` and ``cli``; all of them are imported within the functions, so
           that ``import kennan`` comes at once. It makes a plan, has it run, and hands back the records.

    worlds.py     run, compare, design, open
    step.py       alone
    forecasts.py  hindcast, score
"""

from kennan.api.forecasts import hindcast, score
from kennan.api.step import alone
from kennan.api.worlds import compare, design, open, run

__all__ = ["alone", "compare", "design", "hindcast", "open", "run", "score"]
