"""How each target is told from the tables of a record: one function a target, all of one form.

Question : what does the record say of a target, year by year, and how surely?
Comes in : a record (or a view of one), a target, the states on the theatres' soil.
Goes out : a list of :class:`~kennan.history.observe.row.Seen`.
May use  : ``history.record``, ``history.target``, ``kennan.scenarios`` and pandas.

A function reads nothing but its record: given a view, it cannot know what comes later.

    crises.py    crises in which both powers were engaged, and who yielded
    material.py  output, capabilities, growth and forces: yearly numbers
    notes.py     what of a record is not counted, in words
    orbit.py     theatres and states in the Soviet orbit on 31 December
    row.py       one observation, and the years in which a table tells something
    rule.py      the Party, its succession, and unrest under its rule
    unrest.toml  which events count as unrest
"""
