"""The page that a browser shows: explore, play, read, teach; and the page of a report.

Question : where is the page, and was it built from these sources?
Comes in : the sources in TypeScript and Svelte, which only a clone has; ``hatch_build.py`` builds them.
Goes out : :func:`kennan.page.built.demand`, a file of the built page, or a :class:`kennan.faults.BadInput` that says
           why there is none.
May use  : ``kennan.faults`` and the standard library. What the page asks for, ``kennan.server`` answers.

    web/        the sources, with their own tests and tools; in a clone and a source distribution alone
    static/     the built page, which is in no repository but in every wheel
    built.py    where the built page lies, and what to do where it is not
    sources.py  of what it was made
"""
