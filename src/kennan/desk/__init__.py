"""For people: the command line, the report, and what both show.

Question : what does a person type, and what do they see?
Comes in : words on a command line, or calls from Python (``kennan.api``, which stands at the same height).
Goes out : runs in their folders, tables, JSON, one self-contained report; exit codes 0 (done), 1 (a check
           does not hold), 2 (bad input), 70 (a fault of the program), 130 (stopped).
May use  : every room below: ``kennan.plots``, ``kennan.records``, ``kennan.engine`` and what they stand on. It
           computes nothing itself: it makes plans, reads records, and says what is in them.

    cli.py        reads the command line and gives the exit code
    options.py    what can be typed
    commands/     one file a command
    work.py       from a plan to a run folder, or to a Dataset in memory
    answer.py     what ``kennan run`` says: one object for programs
    tables.py     the same for people, on a terminal
    progress.py   the progress bar
    report.py     the page to keep and hand on
"""
