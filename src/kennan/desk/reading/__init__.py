"""What a reader of the page asks for in words: where a number comes from, what the article says, how it stands.

Question : what is this number, which sentence does it rest on, and what has been found about that sentence?
Comes in : names of quantities, outcomes, levers, parameters, claims; and the two ledgers as they were last made
           (``fidelity.json`` by ``docs/make_ledger.py``, ``truth.json`` by ``docs/make_truth.py``).
Goes out : plain data that JSON can hold, for the server and for the report alike.
May use  : what stands below the desk. It simulates nothing but in :mod:`kennan.desk.reading.switching`.
"""
