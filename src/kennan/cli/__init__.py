"""The command line.

Question : what does a person type, and what do they see?
Comes in : words on a command line.
Goes out : runs in their folders, tables, JSON, a report; exit codes 0 (done), 1 (a check does not hold), 2 (bad
           input), 70 (a fault of the program), 130 (stopped).
May use  : every room: it is the topmost. It computes nothing itself: it makes plans, reads records, and says what is in
           them. ``kennan --help`` needs the standard library alone.

    main.py           reads the command line and gives the exit code
    options.py        what can be typed: the commands, and a line about each
    commands/         one file a command: what can be typed after it, and what it does
    shared.py         options that several commands have
    wishes.py         from the words of a command to a plan
    parser.py         how it is read: every option in full, and once
    examples.py       one example for the help of each command
    registers.py      the registers, as rows of plain data
    kinds.py          every kind of file that a command reads, and how it is told
    files.py          one rule for every file that a command writes
    streams.py        standard output and standard error that any system takes
    output.py         JSON for programs; whether progress is shown
    environment.py    variables of the environment that the program heeds
    schemas.py        JSON Schemas of the files that people write
    completion.py     answers a shell that asks what could be typed next
    tables.py         tables for people, on a terminal
    scenario_table.py what is in a scenario, as ``kennan check`` says it
    verify_tables.py  the same for verdicts of claims
    score_tables.py   the same for forecasts and scores
    answer.py         what ``kennan run --json`` prints
    score_answer.py   what ``kennan hindcast --json`` and ``kennan score --json`` print
"""
