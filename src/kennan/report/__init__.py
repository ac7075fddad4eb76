"""One run as one page to read, keep and hand on.

Question : what came out of this run, for somebody who has neither kennan nor a network?
Comes in : the Dataset of a run (:func:`kennan.open`), and if there is one the same plan at the medians.
Goes out : :func:`write`, one HTML file that shows everything with the page's own charts; :func:`page`, its text;
           :func:`carried`, the data that such a text carries.
May use  : ``kennan.page`` (the built template), ``kennan.reading``, ``kennan.plots``, ``kennan.records`` and below.

    html.py   the file: the template, filled
    data.py   what it shows, packed small
    words.py  its sentences, and the table for a reader without scripts
"""

from kennan.report.html import carried, page, write

__all__ = ["carried", "page", "write"]
