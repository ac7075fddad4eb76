"""How each target is told from the tables of a record: one function a target, all of one form.

Question : what does the record say of a target, year by year, and how surely?
Comes in : a record (or a view of one), a target, the states on the theatres' soil.
Goes out : a list of :class:`~kennan.history.observe.row.Seen`.
May use  : ``history.record``, ``history.target``, ``kennan.scenarios`` and pandas.

A function reads nothing but its record: given a view, it cannot know what comes later.
"""
