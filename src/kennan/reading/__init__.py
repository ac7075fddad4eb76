"""What a reader of the page asks for in words: where a number comes from, what the article says, how it stands.

Question : what is this number, which sentence does it rest on, and what has been found about that sentence?
Comes in : names of quantities, outcomes, levers, parameters, claims; and the two ledgers as they were last made
           (``fidelity.json`` by ``docs/make_ledger.py``, ``truth.json`` by ``docs/make_truth.py``).
Goes out : plain data that JSON can hold, for the server and for the report alike.
May use  : ``kennan.history``, ``kennan.ledger``, ``kennan.records`` and below. It simulates nothing but in
           :mod:`kennan.reading.switching`.

    article.py     the article, paragraph by paragraph, with what was found about each claim
    provenance.py  what a number is, and what it rests on
    mechanism.py   one mechanism as code: functions, equations, claims
    files.py       the files of the model: their functions, and what each says of itself
    brought.py     mechanisms that somebody brought
    equations.py   the equations of a mechanism
    transcribe.py  the same, read off its code
    latex.py       one expression of Python as LaTeX
    mathml.py      the same, set for a browser
    ledgers.py     the two ledgers as they were last made
    fidelity.json  does the program do what the article says?
    truth.json     does what the article says survive the record?
    switching.py   a passage switched off: how the odds move
    recorded.py    the record beside the charts
"""
