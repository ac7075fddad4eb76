"""Records: what came out of a run, kept so that it can be trusted, opened, checked and handed on.

Question it answers: where are the results, are they whole, and what do they mean?

Comes in: blocks of worlds from the engine, the frozen plan as text, the register of quantities.
Goes out: a run folder (layout.py says what lies in it), or an ``xarray.Dataset`` whose every variable carries
its unit, its sentence and the passages it rests on; findings of a check; NetCDF, CSV and Parquet copies. May
use: ``kennan.engine``, ``kennan.scenarios``, ``kennan.policies``, ``kennan.model``, ``kennan.article``.

    work.py      from a plan to a run folder, or to a Dataset in memory
    progress.py  the progress bar meanwhile
    layout.py    the names of the files; is this folder a run, and is it whole?
    destination.py  where a run may go, and how it gets there in one step
    lock.py      one writer for each run
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
    checked.py   reads the files of a run only as they were written
    durable.py   makes what was written survive a power cut
    tidy.py      makes folders, clears away what is ours
    trouble.py   why the system refused a file or a folder, in words
    machine.py   on what kind of machine the numbers were made
"""
