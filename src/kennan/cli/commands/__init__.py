"""One file a command: ``add`` says what can be typed after it, ``run`` carries it out and returns the exit code.

Question : what does this command take, and what does it do, step by step?
Comes in : a parser to fill (``kennan.cli.options``), and then the words that it has parsed.
Goes out : standard output, files, and an exit code; bad input is raised as ``BadInput``.
May use  : what ``kennan.cli`` may use. Help needs the standard library alone: what is heavier than the records of a run
           is imported inside the functions.

    run.py, list.py, runs.py, new.py, serve.py, verify.py, odds.py, why.py, trace.py, story.py, fork.py, cite.py,
    sweep.py, contrasts.py, record.py, hindcast.py, score.py, calibrate.py, rivals.py, discover.py, check.py,
    trust.py, schema.py, completion.py: ``kennan`` and that word.
"""
