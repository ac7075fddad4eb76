"""Records: what came out of a run, kept so that it can be trusted, opened, checked and handed on.

Question it answers: where are the results, are they whole, and what do they mean?

Comes in: blocks of worlds from the engine, the frozen plan as text, the register of quantities.
Goes out: a run folder (layout.py says what lies in it), or an ``xarray.Dataset`` whose every variable carries
its unit, its sentence and the passages it rests on; findings of a check; NetCDF, CSV and Parquet copies. May
use: ``kennan.engine``, ``kennan.scenarios``, ``kennan.policies``, ``kennan.model``, ``kennan.article``.

    layout.py    the names of the files; is this folder a run, and is it whole?
    frame.py     the axes of a run, and the arrays that follow from them
    words.py     unit, sentence and passages of every array
    bits.py      rounding of monthly values to the digits that mean something
    journal.py   which blocks are safely on disk
    skeleton.py  the empty arrays of a new run
    store.py     creates, writes, resumes and finishes a run folder
    dataset.py   opens a run folder, or dresses blocks in memory, as one xarray.Dataset
    manage.py    lists, shows and verifies runs
    export.py    NetCDF, CSV and Parquet copies
    tables.py    the tidy tables of such a copy
    summary.py   what a run says in a few numbers
"""
