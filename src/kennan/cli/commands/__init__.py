"""One file a command. Each function takes the parsed words and returns the exit code.

Question : what does this command do, step by step?
Comes in : the words that ``kennan.cli.options`` has parsed.
Goes out : standard output, files, and an exit code; bad input is raised as ``BadInput``.
May use  : what ``kennan.cli`` may use. Heavy libraries are imported inside the functions.

    simulate.py    ``kennan run``
    registers.py   ``kennan list``
    runs.py        ``kennan runs list | show | verify | export``
    serve.py       ``kennan serve``
    new.py         ``kennan new scenario``
    verify.py, odds.py, why.py, trace.py, fork.py, cite.py, sweep.py, discover.py, record.py, hindcast.py, score.py,
    calibrate.py, rivals.py, check.py, completion.py: the command of that name
    wishes.py      what several of them need: from words to a plan
"""
