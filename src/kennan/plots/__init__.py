"""What does a run look like? Pictures fit to print.

Comes in: the Dataset of a run (:func:`kennan.open`). Goes out: a matplotlib ``Figure``, which
``figure.savefig(path)`` writes as SVG, PDF or PNG. May use: records (the summaries) and below. ``pyplot`` is
never imported, so that nothing is kept in a global list of figures and pictures can be drawn in several
threads.

* :func:`fan` and :func:`fans`: one or more quantities over the years, with bands of 50 and 90 % and one
  world's line.
* :func:`outcomes`: what became of Soviet power under each policy, in worlds of 100.
* :func:`outcomes_over_time`: in how many worlds each outcome stands, year by year.
* :func:`orbit_tiles`: which theatres stand in the Soviet orbit, on a map of equal tiles.
* :func:`decay_and_brilliance`: inner decay beside outward brilliance, the article's dead star.
"""

from kennan.plots.endings import outcomes, outcomes_over_time
from kennan.plots.fans import fan, fans
from kennan.plots.look import svg
from kennan.plots.orbit import orbit_tiles
from kennan.plots.star import decay_and_brilliance

__all__ = ["decay_and_brilliance", "fan", "fans", "orbit_tiles", "outcomes", "outcomes_over_time", "svg"]
