"""One mechanism of the article as code: the functions in which its strength stands, their equations, the claims."""

from __future__ import annotations

import re
from typing import Any

from kennan import article
from kennan.faults import BadInput, unknown
from kennan.model import in_use, parameters
from kennan.reading import equations, ledgers, provenance
from kennan.reading.files import file_row, functions, places


def one(name: str) -> dict[str, Any]:
    """Return a mechanism, by the name of its strength or of any number of an extension, as data that JSON can hold.

    Returns
    -------
    "parameter" (see :func:`kennan.reading.provenance.parameter_row`), "passages", "files" (with "functions",
    each with its "source", and "formulas" in which the strength stands), "others" (numbers of these functions) and
    "claims".

    Raises
    ------
    BadInput : there is no such mechanism; the nearest name is given.
    """
    if name not in parameters.strengths() and not any(name in one.parameters for one in in_use.extensions()):
        raise BadInput(unknown("mechanism", name, parameters.strengths(), do="kennan list mechanisms"))
    row = provenance.parameter_row(name)
    files, others = [], dict[str, None]()
    for stem in places(name):
        held = [f for f in functions(stem) if re.search(rf"\bp\.{name}\b", f.source)]
        for function in held:
            others.update(dict.fromkeys(re.findall(r"\bp\.([a-z]\w*)", function.source)))
        lines = equations.lines(stem.rpartition("/")[2]) if stem.startswith("mechanisms/") else ()
        files.append(
            file_row(stem.rpartition("/")[2])
            | {
                "functions": [vars(function) for function in held],
                "formulas": [
                    provenance.formula(line, main=True) for line in lines if rf"\text{{{name}}}" in line.reads
                ],
            }
        )
    known = parameters.load()
    return {
        "name": name,
        "title": provenance.title(name),
        "parameter": row,
        "passages": provenance.passages(row["passages"]),
        "files": files,
        "others": [provenance.parameter_row(n) for n in others if n in known and n != name],
        "claims": [
            {"id": c.id, "paraphrase": c.paraphrase, "verdict": ledgers.fidelity_of(c.id).get("verdict", "")}
            for c in article.claims().values()
            if name in c.mechanisms
        ],
    }
