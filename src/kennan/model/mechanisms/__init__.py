"""The mechanisms of the article, one file each (``*.py``), under the article's own word for it.

Each file holds ``advance(s, p, draw, levers, here)``: a pure function of the state ``s``, the numbers ``p``,
the month's named draws ``draw``, the open power's ``levers`` and the place and step ``here``. It returns the
new values of the quantities it owns (and, under "events", what happened); bounds are applied outside, in one
place. Arrays are [world] or [theatre, world], float32; rates are per year. ``PASSAGES`` names what the file
rests on. Departures from the equations of the dossier that the model started from are told, with the reason,
in the file's docstring.
"""
